"""A stand-in of the WeChat platform for people (and tests) without an account.

It knows nothing of the webhook but its address: signed and encrypted callbacks go out over real HTTP,
outbound calls come in at /simulator/api. Nothing of it reaches WeChat.
"""
