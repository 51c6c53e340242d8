"""From text to notebooks: read the sources of a module, find slips, build solutions and labs."""
