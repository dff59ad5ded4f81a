"""Paintings in photographs: found, cut out, and hung on simulated walls."""
