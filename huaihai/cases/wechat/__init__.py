"""A consumer opens a complaint with WeChat, and reads its messages there too. See decision 0047."""
