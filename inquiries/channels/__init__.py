"""Messages from Zalo and Viber: signed by their sender, made cases. Off until a secret is set.

A channel is a small object (:class:`inquiries.channels.base.Channel`): whether a call is genuine,
and what it says. Nothing is fetched from addresses in a message (G10): pictures are named, not
loaded.
"""
