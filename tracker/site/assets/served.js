/* Where the database is, if a server of the tracker gives this file: it then says so here. */
"use strict";
