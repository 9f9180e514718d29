"""Reports as official papers: Word in the layout of Decree 30/2020, Excel annexes."""
