"""The WeChat side: what comes in at /wechat, and what goes out to the platform. Imports no rasa."""
