"""The acquirer: authorises, de-duplicates, reverses, settles batches, keeps the register."""
