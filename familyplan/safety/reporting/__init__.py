"""That a report to the authorities was considered. Nothing here files one."""
