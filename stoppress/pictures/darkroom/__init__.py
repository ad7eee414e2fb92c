"""The darkroom: the process in which derivatives are made, so that neither readers' pages nor the desk ever wait for one."""
