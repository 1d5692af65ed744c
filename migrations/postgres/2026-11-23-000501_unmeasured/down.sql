DROP INDEX clock_unmeasured;
