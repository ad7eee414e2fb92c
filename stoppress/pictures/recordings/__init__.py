"""Video and audio files of the desk's own: what they are, whether browsers play them, where readers get them."""
