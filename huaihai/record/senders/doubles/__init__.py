"""Doubles of providers on this machine: they check what providers check, refuse as they do, and push receipts. For
tests, and for trying out before there is a contract: `huaihai record double aliyun`."""
