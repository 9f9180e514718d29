"""The answer base: what was answered once helps the next who asks.

An answer is proposed from a case, stripped of personal and business data, checked by a second
person, published; flagged when a cited document is replaced; a new version takes its place.
"""
