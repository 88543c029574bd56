"""A folder into which a telephone system drops recordings; it is looked at again and again."""
