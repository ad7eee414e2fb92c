"""Pictures at the desk: taking in, describing, cutting, finding, replacing, and what their licences allow."""
