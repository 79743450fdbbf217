"""Joint supervision: the yearly programme, comparative tests, visits, surveys and sweeps, their files and reports."""
