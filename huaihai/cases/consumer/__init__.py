"""Pages of the consumer: filing, the receipt, following the case, answering."""
