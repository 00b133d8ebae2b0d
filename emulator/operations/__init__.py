"""What a shop runs beside its till: evidence, backups and all that watches over its takings."""
