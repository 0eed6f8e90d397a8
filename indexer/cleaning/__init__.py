"""What is done to a document before it is indexed: small stages, in order, each of which says what it changed."""
