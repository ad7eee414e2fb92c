"""Tags and filters of the reader site's templates, all of them presentation."""
