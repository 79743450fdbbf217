"""The fast channel at the officers' desk: applications to confirm, those on the channel, stalls, the push list."""
