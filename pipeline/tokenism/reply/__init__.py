"""The right of reply: what an organisation is sent about its claims, and how its answers come back."""
