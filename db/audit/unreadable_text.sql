-- A database by whose LC_CTYPE full-text search takes signs for letters, or trigrams know no letters outside ASCII: asked by what it does.
select 'error' as level, format('database %s', current_database()) as object,
       'search cannot tell letters from signs outside ASCII' as problem,
       'make it anew: create database … template template0 encoding ''UTF8'' lc_collate ''C'' lc_ctype ''C.UTF-8''' as remedy
 where not app.reads_every_script()
