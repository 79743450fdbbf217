"""Providers that carry messages, one file each: `send` hands a message over and is named in `HUAIHAI_…_SENDER`; `find`,
where there is one, says whether it was taken before; `receipts` reads what the provider pushes (decision 0034)."""
