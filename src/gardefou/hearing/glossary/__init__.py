"""Names of products and offers that the speech model does not know: where heard words sound like one of them."""
