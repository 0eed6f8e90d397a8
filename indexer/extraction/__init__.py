"""Text out of documents that nobody vouches for: each is read in a separate process with bounds of time and memory."""
