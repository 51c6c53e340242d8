"""Grade a cohort of notebooks: execution apart from recording, marks decided outside the learner's kernel.

The way of one submission, module by module:

`folder` finds it in any nbgrader course folder; `intake` reads it and `mending` mends what would stop nbgrader; `plans`
says for each check which names it looks at; `worker` runs the cells in a sandboxed kernel (`coursekit.kernels`);
`deciding`, at each check, takes the values of these names out as data (`encoding`, `decoding`), and has them judged in
a process that never ran learner code (`judging`, `judge`); `recording`, the only one that opens the gradebook, saves
the marks by nbgrader's own steps; `cohort` holds it all together.
"""
