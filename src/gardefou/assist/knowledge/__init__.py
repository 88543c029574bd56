"""Knowledge cards, and which of them fits what is being said."""
