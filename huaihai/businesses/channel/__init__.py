"""The fast channel (快速处理通道): a business applies, is confirmed, stays or leaves; and who is asked to join."""
