"""Sign-in for both doors: allauth's flows, with the portal's rules."""
