	switch (t->back) {
	default: Uerror("bad return move");
	case  0: goto R999; /* nothing to undo */

		 /* PROC Quiet */
;
		;
			case 4: // STATE 308
		sv_restor();
		goto R999;
;
		;
		
	case 6: // STATE 317
		;
		((P5 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		
	case 9: // STATE 320
		;
		((P5 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		;
		;
		;
		;
		;
		;
		
	case 15: // STATE 331
		;
		((P5 *)_this)->x = trpt->bup.oval;
		;
		goto R999;
;
		;
		;
		;
		
	case 18: // STATE 334
		;
		((P5 *)_this)->x = trpt->bup.oval;
		;
		goto R999;

	case 19: // STATE 340
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Edge */

	case 20: // STATE 3
		;
		now.rst[ Index(now.nrq, 4) ] = trpt->bup.ovals[1];
		now.nrq = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 21: // STATE 4
		;
		now.rk[ Index(now.nrq, 4) ] = trpt->bup.oval;
		;
		goto R999;

	case 22: // STATE 5
		;
		now.rk[ Index(now.nrq, 4) ] = trpt->bup.oval;
		;
		goto R999;

	case 23: // STATE 6
		;
		now.rk[ Index(now.nrq, 4) ] = trpt->bup.oval;
		;
		goto R999;

	case 24: // STATE 7
		;
		now.rk[ Index(now.nrq, 4) ] = trpt->bup.oval;
		;
		goto R999;

	case 25: // STATE 8
		;
		now.rk[ Index(now.nrq, 4) ] = trpt->bup.oval;
		;
		goto R999;

	case 26: // STATE 9
		;
		now.rk[ Index(now.nrq, 4) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 27: // STATE 12
		goto R999;

	case 28: // STATE 13
		;
		_m = unsend(now.rq);
		;
		goto R999;
	case 29: // STATE 263
		sv_restor();
		goto R999;
	case 30: // STATE 280
		sv_restor();
		goto R999;
	case 31: // STATE 297
		sv_restor();
		goto R999;
	case 32: // STATE 314
		sv_restor();
		goto R999;
	case 33: // STATE 748
		sv_restor();
		goto R999;
	case 34: // STATE 1598
		sv_restor();
		goto R999;
	case 35: // STATE 2108
		sv_restor();
		goto R999;
	case 36: // STATE 2618
		sv_restor();
		goto R999;
	case 37: // STATE 2667
		sv_restor();
		goto R999;
	case 38: // STATE 2866
		sv_restor();
		goto R999;
;
		;
		
	case 40: // STATE 2869
		;
		now.ulseen = trpt->bup.oval;
		;
		goto R999;

	case 41: // STATE 2875
		;
		((P4 *)_this)->i = trpt->bup.ovals[1];
		now.eu = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 42: // STATE 2875
		;
		((P4 *)_this)->i = trpt->bup.ovals[1];
		now.eu = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
	case 43: // STATE 3067
		sv_restor();
		goto R999;

	case 44: // STATE 3068
		;
		((P4 *)_this)->i = trpt->bup.oval;
		;
		goto R999;
	case 45: // STATE 3235
		sv_restor();
		goto R999;
	case 46: // STATE 3392
		sv_restor();
		goto R999;

	case 47: // STATE 3396
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Net */
;
		;
		
	case 49: // STATE 2
		;
		XX = 1;
		unrecv(now.attq, XX-1, 0, ((int)((P3 *)_this)->a), 1);
		unrecv(now.attq, XX-1, 1, ((int)((P3 *)_this)->b), 0);
		unrecv(now.attq, XX-1, 2, ((int)((P3 *)_this)->c), 0);
		unrecv(now.attq, XX-1, 3, ((int)((P3 *)_this)->d), 0);
		((P3 *)_this)->a = trpt->bup.ovals[0];
		((P3 *)_this)->b = trpt->bup.ovals[1];
		((P3 *)_this)->c = trpt->bup.ovals[2];
		((P3 *)_this)->d = trpt->bup.ovals[3];
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 50: // STATE 7
		;
		((P3 *)_this)->d = trpt->bup.ovals[3];
		((P3 *)_this)->c = trpt->bup.ovals[2];
		((P3 *)_this)->b = trpt->bup.ovals[1];
		((P3 *)_this)->a = trpt->bup.ovals[0];
		_m = unsend(now.attq);
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;
;
		;
		
	case 52: // STATE 10
		;
		XX = 1;
		unrecv(now.helq, XX-1, 0, ((int)((P3 *)_this)->a), 1);
		((P3 *)_this)->a = trpt->bup.oval;
		;
		;
		goto R999;

	case 53: // STATE 12
		;
		((P3 *)_this)->a = trpt->bup.oval;
		_m = unsend(now.helq);
		;
		goto R999;
;
		;
		
	case 55: // STATE 15
		;
		XX = 1;
		unrecv(now.offq, XX-1, 0, ((int)((P3 *)_this)->a), 1);
		unrecv(now.offq, XX-1, 1, ((int)((P3 *)_this)->b), 0);
		((P3 *)_this)->a = trpt->bup.ovals[0];
		((P3 *)_this)->b = trpt->bup.ovals[1];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 56: // STATE 18
		;
		((P3 *)_this)->b = trpt->bup.ovals[1];
		((P3 *)_this)->a = trpt->bup.ovals[0];
		_m = unsend(now.offq);
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 58: // STATE 21
		;
		XX = 1;
		unrecv(now.rq, XX-1, 0, ((int)((P3 *)_this)->a), 1);
		unrecv(now.rq, XX-1, 1, ((int)((P3 *)_this)->b), 0);
		((P3 *)_this)->a = trpt->bup.ovals[0];
		((P3 *)_this)->b = trpt->bup.ovals[1];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 59: // STATE 24
		;
		((P3 *)_this)->b = trpt->bup.ovals[1];
		((P3 *)_this)->a = trpt->bup.ovals[0];
		_m = unsend(now.rq);
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 61: // STATE 27
		;
		XX = 1;
		unrecv(now.rp, XX-1, 0, ((int)((P3 *)_this)->a), 1);
		unrecv(now.rp, XX-1, 1, ((int)((P3 *)_this)->m), 0);
		unrecv(now.rp, XX-1, 2, ((int)((P3 *)_this)->b), 0);
		unrecv(now.rp, XX-1, 3, ((int)((P3 *)_this)->c), 0);
		unrecv(now.rp, XX-1, 4, ((int)((P3 *)_this)->d), 0);
		unrecv(now.rp, XX-1, 5, ((int)((P3 *)_this)->e), 0);
		((P3 *)_this)->a = trpt->bup.ovals[0];
		((P3 *)_this)->m = trpt->bup.ovals[1];
		((P3 *)_this)->b = trpt->bup.ovals[2];
		((P3 *)_this)->c = trpt->bup.ovals[3];
		((P3 *)_this)->d = trpt->bup.ovals[4];
		((P3 *)_this)->e = trpt->bup.ovals[5];
		;
		;
		ungrab_ints(trpt->bup.ovals, 6);
		goto R999;

	case 62: // STATE 34
		;
		((P3 *)_this)->e = trpt->bup.ovals[5];
		((P3 *)_this)->d = trpt->bup.ovals[4];
		((P3 *)_this)->c = trpt->bup.ovals[3];
		((P3 *)_this)->b = trpt->bup.ovals[2];
		((P3 *)_this)->m = trpt->bup.ovals[1];
		((P3 *)_this)->a = trpt->bup.ovals[0];
		_m = unsend(now.rp);
		;
		ungrab_ints(trpt->bup.ovals, 6);
		goto R999;
;
		;
		
	case 64: // STATE 37
		;
		XX = 1;
		unrecv(now.attr, XX-1, 0, ((int)((P3 *)_this)->a), 1);
		unrecv(now.attr, XX-1, 1, ((int)((P3 *)_this)->b), 0);
		unrecv(now.attr, XX-1, 2, ((int)((P3 *)_this)->c), 0);
		unrecv(now.attr, XX-1, 3, ((int)((P3 *)_this)->m), 0);
		unrecv(now.attr, XX-1, 4, ((int)((P3 *)_this)->d), 0);
		unrecv(now.attr, XX-1, 5, ((int)((P3 *)_this)->e), 0);
		unrecv(now.attr, XX-1, 6, ((int)((P3 *)_this)->o), 0);
		((P3 *)_this)->a = trpt->bup.ovals[0];
		((P3 *)_this)->b = trpt->bup.ovals[1];
		((P3 *)_this)->c = trpt->bup.ovals[2];
		((P3 *)_this)->m = trpt->bup.ovals[3];
		((P3 *)_this)->d = trpt->bup.ovals[4];
		((P3 *)_this)->e = trpt->bup.ovals[5];
		((P3 *)_this)->o = trpt->bup.ovals[6];
		;
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 65: // STATE 45
		;
		((P3 *)_this)->o = trpt->bup.ovals[6];
		((P3 *)_this)->m = trpt->bup.ovals[5];
		((P3 *)_this)->e = trpt->bup.ovals[4];
		((P3 *)_this)->d = trpt->bup.ovals[3];
		((P3 *)_this)->c = trpt->bup.ovals[2];
		((P3 *)_this)->b = trpt->bup.ovals[1];
		((P3 *)_this)->a = trpt->bup.ovals[0];
		_m = unsend(now.attr);
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;
;
		;
		
	case 67: // STATE 58
		;
		now.nloss = trpt->bup.ovals[4];
		XX = 1;
		unrecv(now.attq, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.attq, XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.attq, XX-1, 2, trpt->bup.ovals[2], 0);
		unrecv(now.attq, XX-1, 3, trpt->bup.ovals[3], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 68: // STATE 58
		;
		now.nloss = trpt->bup.ovals[1];
		XX = 1;
		unrecv(now.helq, XX-1, 0, trpt->bup.ovals[0], 1);
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 69: // STATE 58
		;
		now.nloss = trpt->bup.ovals[2];
		XX = 1;
		unrecv(now.offq, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.offq, XX-1, 1, trpt->bup.ovals[1], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 70: // STATE 58
		;
		now.nloss = trpt->bup.ovals[2];
		XX = 1;
		unrecv(now.rq, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.rq, XX-1, 1, trpt->bup.ovals[1], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 71: // STATE 58
		;
		now.nloss = trpt->bup.ovals[2];
		XX = 1;
		unrecv(now.rngq, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.rngq, XX-1, 1, trpt->bup.ovals[1], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 72: // STATE 58
		;
		now.nloss = trpt->bup.ovals[6];
		XX = 1;
		unrecv(now.rp, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.rp, XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.rp, XX-1, 2, trpt->bup.ovals[2], 0);
		unrecv(now.rp, XX-1, 3, trpt->bup.ovals[3], 0);
		unrecv(now.rp, XX-1, 4, trpt->bup.ovals[4], 0);
		unrecv(now.rp, XX-1, 5, trpt->bup.ovals[5], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 73: // STATE 58
		;
		now.nloss = trpt->bup.ovals[7];
		XX = 1;
		unrecv(now.attr, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.attr, XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.attr, XX-1, 2, trpt->bup.ovals[2], 0);
		unrecv(now.attr, XX-1, 3, trpt->bup.ovals[3], 0);
		unrecv(now.attr, XX-1, 4, trpt->bup.ovals[4], 0);
		unrecv(now.attr, XX-1, 5, trpt->bup.ovals[5], 0);
		unrecv(now.attr, XX-1, 6, trpt->bup.ovals[6], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 8);
		goto R999;

	case 74: // STATE 58
		;
		now.nloss = trpt->bup.ovals[4];
		XX = 1;
		unrecv(now.rngr, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.rngr, XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.rngr, XX-1, 2, trpt->bup.ovals[2], 0);
		unrecv(now.rngr, XX-1, 3, trpt->bup.ovals[3], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 75: // STATE 58
		;
		now.nloss = trpt->bup.oval;
		;
		goto R999;

	case 76: // STATE 64
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Worker */

	case 77: // STATE 1
		;
		XX = 1;
		unrecv(now.rq, XX-1, 0, ((int)((P2 *)_this)->n), 1);
		unrecv(now.rq, XX-1, 1, ((int)((P2 *)_this)->k), 0);
		((P2 *)_this)->n = trpt->bup.ovals[0];
		((P2 *)_this)->k = trpt->bup.ovals[1];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 78: // STATE 3
		goto R999;

	case 79: // STATE 5
		;
		now.on[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 81: // STATE 436
		;
		((P2 *)_this)->p = trpt->bup.ovals[2];
		((P2 *)_this)->k = trpt->bup.ovals[1];
		((P2 *)_this)->n = trpt->bup.ovals[0];
		_m = unsend(now.rp);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 82: // STATE 13
		;
	/* 0 */	((P2 *)_this)->n = trpt->bup.oval;
		;
		;
		goto R999;

	case 83: // STATE 436
		;
		((P2 *)_this)->p = trpt->bup.ovals[2];
		((P2 *)_this)->k = trpt->bup.ovals[1];
		((P2 *)_this)->n = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 84: // STATE 19
		;
		((P2 *)_this)->p = trpt->bup.ovals[3];
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[2];
		now.odone[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		now.applied = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 85: // STATE 23
		;
		((P2 *)_this)->p = trpt->bup.ovals[2];
		now.alive = trpt->bup.ovals[1];
		now.cur = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 86: // STATE 27
		;
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P2 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 87: // STATE 33
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 88: // STATE 37
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 89: // STATE 42
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 90: // STATE 45
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 91: // STATE 49
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 92: // STATE 54
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 93: // STATE 63
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 94: // STATE 63
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 95: // STATE 66
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 96: // STATE 76
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 97: // STATE 76
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 98: // STATE 76
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 100: // STATE 79
		;
		((P2 *)_this)->p = trpt->bup.oval;
		;
		goto R999;

	case 101: // STATE 83
		;
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P2 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 102: // STATE 89
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 103: // STATE 93
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 104: // STATE 98
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 105: // STATE 101
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 106: // STATE 105
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 107: // STATE 110
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 108: // STATE 119
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 109: // STATE 119
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 110: // STATE 122
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 111: // STATE 130
		;
		((P2 *)_this)->ci = trpt->bup.oval;
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		goto R999;

	case 112: // STATE 130
		;
		((P2 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 113: // STATE 130
		;
		((P2 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 114: // STATE 135
		;
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P2 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 115: // STATE 141
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 116: // STATE 145
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 117: // STATE 150
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 118: // STATE 153
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 119: // STATE 157
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 120: // STATE 162
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 121: // STATE 171
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 122: // STATE 171
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 123: // STATE 174
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 124: // STATE 187
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 125: // STATE 187
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 126: // STATE 187
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 127: // STATE 187
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.oval;
		;
		goto R999;

	case 128: // STATE 189
		;
		((P2 *)_this)->p = trpt->bup.oval;
		;
		goto R999;

	case 129: // STATE 193
		;
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P2 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 130: // STATE 199
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 131: // STATE 203
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 132: // STATE 208
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 133: // STATE 211
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 134: // STATE 215
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 135: // STATE 220
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 136: // STATE 229
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 137: // STATE 229
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 138: // STATE 232
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 139: // STATE 242
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 140: // STATE 242
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 141: // STATE 242
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 142: // STATE 245
		;
		now.osi[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->p = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 143: // STATE 249
		;
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P2 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 144: // STATE 255
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 145: // STATE 259
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 146: // STATE 264
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 147: // STATE 267
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 148: // STATE 271
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 149: // STATE 276
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 150: // STATE 285
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 151: // STATE 285
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 152: // STATE 288
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 153: // STATE 296
		;
		((P2 *)_this)->ci = trpt->bup.oval;
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		goto R999;

	case 154: // STATE 296
		;
		((P2 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 155: // STATE 296
		;
		((P2 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 156: // STATE 301
		;
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P2 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 157: // STATE 307
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 158: // STATE 311
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 159: // STATE 316
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 160: // STATE 319
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 161: // STATE 323
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 162: // STATE 328
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 163: // STATE 337
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 164: // STATE 337
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 165: // STATE 340
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 166: // STATE 350
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 167: // STATE 350
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 168: // STATE 350
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 169: // STATE 353
		;
		now.osi[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->p = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 170: // STATE 357
		;
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P2 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 171: // STATE 363
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 172: // STATE 367
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 173: // STATE 372
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 174: // STATE 375
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 175: // STATE 379
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 176: // STATE 384
		;
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 177: // STATE 393
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 178: // STATE 393
		;
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 179: // STATE 396
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 180: // STATE 406
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 181: // STATE 406
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 182: // STATE 406
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		((P2 *)_this)->ci = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 183: // STATE 408
		;
		now.ook[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.oval;
		;
		goto R999;

	case 184: // STATE 413
		;
		now.osi[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
	/* 0 */	((P2 *)_this)->k = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 185: // STATE 420
		;
		now.on[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[2];
		now.ofi[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		now.oe[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 186: // STATE 424
		;
		now.on[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[2];
		now.ofi[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[1];
		now.oe[ Index(((P2 *)_this)->n, 4) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		;
		
	case 188: // STATE 436
		;
		((P2 *)_this)->p = trpt->bup.ovals[2];
		((P2 *)_this)->k = trpt->bup.ovals[1];
		((P2 *)_this)->n = trpt->bup.ovals[0];
		_m = unsend(now.rp);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 189: // STATE 436
		;
		((P2 *)_this)->p = trpt->bup.ovals[2];
		((P2 *)_this)->k = trpt->bup.ovals[1];
		((P2 *)_this)->n = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 190: // STATE 438
		;
		XX = 1;
		unrecv(now.helq, XX-1, 0, ((int)((P2 *)_this)->r), 1);
		((P2 *)_this)->r = trpt->bup.oval;
		;
		;
		goto R999;

	case 191: // STATE 448
		;
		((P2 *)_this)->r = trpt->bup.ovals[4];
		now.wno = trpt->bup.ovals[3];
		now.wint = trpt->bup.ovals[2];
		now.wb = trpt->bup.ovals[1];
		now.wreg = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 192: // STATE 448
		;
		((P2 *)_this)->r = trpt->bup.oval;
		;
		goto R999;

	case 193: // STATE 450
		;
		XX = 1;
		unrecv(now.attq, XX-1, 0, ((int)((P2 *)_this)->r), 1);
		unrecv(now.attq, XX-1, 1, ((int)((P2 *)_this)->x), 0);
		unrecv(now.attq, XX-1, 2, ((int)((P2 *)_this)->m), 0);
		unrecv(now.attq, XX-1, 3, ((int)((P2 *)_this)->p), 0);
		((P2 *)_this)->r = trpt->bup.ovals[0];
		((P2 *)_this)->x = trpt->bup.ovals[1];
		((P2 *)_this)->m = trpt->bup.ovals[2];
		((P2 *)_this)->p = trpt->bup.ovals[3];
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;
;
		
	case 194: // STATE 451
		goto R999;

	case 195: // STATE 475
		;
		((P2 *)_this)->e = trpt->bup.ovals[4];
		((P2 *)_this)->p = trpt->bup.ovals[3];
		((P2 *)_this)->m = trpt->bup.ovals[2];
		((P2 *)_this)->x = trpt->bup.ovals[1];
		((P2 *)_this)->r = trpt->bup.ovals[0];
		_m = unsend(now.attr);
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 196: // STATE 454
		;
	/* 1 */	((P2 *)_this)->x = trpt->bup.ovals[1];
	/* 0 */	((P2 *)_this)->r = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 197: // STATE 475
		;
		((P2 *)_this)->e = trpt->bup.ovals[4];
		((P2 *)_this)->p = trpt->bup.ovals[3];
		((P2 *)_this)->m = trpt->bup.ovals[2];
		((P2 *)_this)->x = trpt->bup.ovals[1];
		((P2 *)_this)->r = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 198: // STATE 458
		;
		now.wint = trpt->bup.ovals[1];
		now.wno = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 200: // STATE 475
		;
		((P2 *)_this)->e = trpt->bup.ovals[4];
		((P2 *)_this)->p = trpt->bup.ovals[3];
		((P2 *)_this)->m = trpt->bup.ovals[2];
		((P2 *)_this)->x = trpt->bup.ovals[1];
		((P2 *)_this)->r = trpt->bup.ovals[0];
		_m = unsend(now.attr);
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;
;
		;
		
	case 202: // STATE 475
		;
		((P2 *)_this)->e = trpt->bup.ovals[4];
		((P2 *)_this)->p = trpt->bup.ovals[3];
		((P2 *)_this)->m = trpt->bup.ovals[2];
		((P2 *)_this)->x = trpt->bup.ovals[1];
		((P2 *)_this)->r = trpt->bup.ovals[0];
		_m = unsend(now.attr);
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 203: // STATE 464
		;
		((P2 *)_this)->e = trpt->bup.oval;
		;
		goto R999;

	case 204: // STATE 475
		;
		((P2 *)_this)->e = trpt->bup.ovals[4];
		((P2 *)_this)->p = trpt->bup.ovals[3];
		((P2 *)_this)->m = trpt->bup.ovals[2];
		((P2 *)_this)->x = trpt->bup.ovals[1];
		((P2 *)_this)->r = trpt->bup.ovals[0];
		_m = unsend(now.attr);
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 205: // STATE 475
		;
		((P2 *)_this)->e = trpt->bup.ovals[4];
		((P2 *)_this)->p = trpt->bup.ovals[3];
		((P2 *)_this)->m = trpt->bup.ovals[2];
		((P2 *)_this)->x = trpt->bup.ovals[1];
		((P2 *)_this)->r = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 206: // STATE 475
		;
		((P2 *)_this)->e = trpt->bup.ovals[4];
		((P2 *)_this)->p = trpt->bup.ovals[3];
		((P2 *)_this)->m = trpt->bup.ovals[2];
		((P2 *)_this)->x = trpt->bup.ovals[1];
		((P2 *)_this)->r = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 207: // STATE 477
		;
		XX = 1;
		unrecv(now.offq, XX-1, 0, ((int)((P2 *)_this)->r), 1);
		unrecv(now.offq, XX-1, 1, ((int)((P2 *)_this)->x), 0);
		((P2 *)_this)->r = trpt->bup.ovals[0];
		((P2 *)_this)->x = trpt->bup.ovals[1];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 208: // STATE 486
		;
		((P2 *)_this)->x = trpt->bup.ovals[4];
		((P2 *)_this)->r = trpt->bup.ovals[3];
		now.wint = trpt->bup.ovals[2];
		now.wno = trpt->bup.ovals[1];
	/* 0 */	((P2 *)_this)->r = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 209: // STATE 486
		;
		((P2 *)_this)->x = trpt->bup.ovals[1];
		((P2 *)_this)->r = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 210: // STATE 489
		;
		((P2 *)_this)->e = trpt->bup.ovals[2];
		XX = 1;
		unrecv(now.rngq, XX-1, 0, ((int)((P2 *)_this)->x), 1);
		unrecv(now.rngq, XX-1, 1, ((int)((P2 *)_this)->p), 0);
		((P2 *)_this)->x = trpt->bup.ovals[0];
		((P2 *)_this)->p = trpt->bup.ovals[1];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 211: // STATE 494
		;
		((P2 *)_this)->e = trpt->bup.ovals[2];
		((P2 *)_this)->p = trpt->bup.ovals[1];
		((P2 *)_this)->x = trpt->bup.ovals[0];
		_m = unsend(now.rngr);
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 212: // STATE 499
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Others */

	case 213: // STATE 2
		;
		now.noth = trpt->bup.oval;
		;
		goto R999;

	case 214: // STATE 6
		;
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P1 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 215: // STATE 12
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 216: // STATE 16
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 217: // STATE 21
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 218: // STATE 24
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 219: // STATE 28
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 220: // STATE 33
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 221: // STATE 42
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 222: // STATE 42
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 223: // STATE 45
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 224: // STATE 53
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		goto R999;

	case 225: // STATE 53
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 226: // STATE 53
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;
;
		
	case 227: // STATE 214
		goto R999;
;
		;
		
	case 229: // STATE 59
		;
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P1 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 230: // STATE 65
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 231: // STATE 69
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 232: // STATE 74
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 233: // STATE 77
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 234: // STATE 81
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 235: // STATE 86
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 236: // STATE 95
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 237: // STATE 95
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 238: // STATE 98
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 239: // STATE 106
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		goto R999;

	case 240: // STATE 106
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 241: // STATE 106
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 243: // STATE 112
		;
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P1 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 244: // STATE 118
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 245: // STATE 122
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 246: // STATE 127
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 247: // STATE 130
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 248: // STATE 134
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 249: // STATE 139
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 250: // STATE 148
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 251: // STATE 148
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 252: // STATE 151
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 253: // STATE 159
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		goto R999;

	case 254: // STATE 159
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 255: // STATE 159
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 256: // STATE 164
		;
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P1 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 257: // STATE 170
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 258: // STATE 174
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 259: // STATE 179
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 260: // STATE 182
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 261: // STATE 186
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 262: // STATE 191
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 263: // STATE 200
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 264: // STATE 200
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 265: // STATE 203
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 266: // STATE 211
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		goto R999;

	case 267: // STATE 211
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 268: // STATE 211
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 269: // STATE 219
		;
		now.alive = trpt->bup.ovals[2];
		now.cur = trpt->bup.ovals[1];
		now.noth = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 270: // STATE 223
		;
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P1 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 271: // STATE 229
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 272: // STATE 233
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 273: // STATE 238
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 274: // STATE 241
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 275: // STATE 245
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 276: // STATE 250
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 277: // STATE 259
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 278: // STATE 259
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 279: // STATE 262
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 280: // STATE 270
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		goto R999;

	case 281: // STATE 270
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 282: // STATE 270
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;
;
		
	case 283: // STATE 326
		goto R999;

	case 284: // STATE 276
		;
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[2];
		((P1 *)_this)->ci = trpt->bup.ovals[1];
		now.head[ Index(now.cur, 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 285: // STATE 282
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[4];
		now.un = trpt->bup.ovals[3];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[2];
		now.since = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 286: // STATE 286
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 287: // STATE 291
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[3];
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 288: // STATE 294
		;
		now.alive = trpt->bup.ovals[1];
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 289: // STATE 298
		;
		now.un = trpt->bup.ovals[2];
		now.ul[ Index(now.un, 9) ] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 290: // STATE 303
		;
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 291: // STATE 312
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.ovals[1];
		now.since = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 292: // STATE 312
		;
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = trpt->bup.oval;
		;
		goto R999;

	case 293: // STATE 315
		;
		now.wb = trpt->bup.oval;
		;
		goto R999;

	case 294: // STATE 323
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		_m = unsend(now.pub[ Index(((int)now.wg), 3) ]);
		;
		goto R999;

	case 295: // STATE 323
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 296: // STATE 323
		;
		((P1 *)_this)->ci = trpt->bup.oval;
		;
		goto R999;

	case 297: // STATE 334
		;
		now.wb = trpt->bup.ovals[5];
		now.wno = trpt->bup.ovals[4];
		now.wint = trpt->bup.ovals[3];
		now.wreg = trpt->bup.ovals[2];
		now.wg = trpt->bup.ovals[1];
		now.ncr = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 6);
		goto R999;

	case 298: // STATE 336
		;
		XX = 1;
		unrecv(now.rq, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.rq, XX-1, 1, trpt->bup.ovals[1], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 300: // STATE 342
		;
		XX = 1;
		unrecv(now.attq, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.attq, XX-1, 1, trpt->bup.ovals[1], 0);
		unrecv(now.attq, XX-1, 2, trpt->bup.ovals[2], 0);
		unrecv(now.attq, XX-1, 3, trpt->bup.ovals[3], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;
;
		;
		
	case 302: // STATE 348
		;
		XX = 1;
		unrecv(now.helq, XX-1, 0, trpt->bup.oval, 1);
		;
		;
		goto R999;
;
		;
		
	case 304: // STATE 354
		;
		XX = 1;
		unrecv(now.offq, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.offq, XX-1, 1, trpt->bup.ovals[1], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 306: // STATE 360
		;
		XX = 1;
		unrecv(now.rngq, XX-1, 0, trpt->bup.ovals[0], 1);
		unrecv(now.rngq, XX-1, 1, trpt->bup.ovals[1], 0);
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		;
		
	case 308: // STATE 366
		goto R999;

	case 309: // STATE 375
		;
		now.wb = trpt->bup.ovals[4];
		now.wno = trpt->bup.ovals[3];
		now.wint = trpt->bup.ovals[2];
		now.wreg = trpt->bup.ovals[1];
		now.nexp = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 5);
		goto R999;

	case 310: // STATE 381
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC :init: */

	case 311: // STATE 13
		;
		now.wreg = trpt->bup.ovals[8];
		now.head[0] = trpt->bup.ovals[7];
		now.un = trpt->bup.ovals[6];
		now.ul[0] = trpt->bup.ovals[5];
		now.since = trpt->bup.ovals[4];
		now.mem[1] = trpt->bup.ovals[3];
		now.adr[1] = trpt->bup.ovals[2];
		now.lg[1] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 9);
		goto R999;

	case 312: // STATE 13
		;
		now.wreg = trpt->bup.ovals[3];
		now.head[0] = trpt->bup.ovals[2];
		now.lg[1] = trpt->bup.ovals[1];
		now.umem = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 313: // STATE 13
		;
		now.wreg = trpt->bup.ovals[1];
		now.head[0] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 314: // STATE 15
		;
		now.vat = trpt->bup.oval;
		;
		goto R999;

	case 315: // STATE 23
		;
		now.gpos = trpt->bup.ovals[3];
		now.ulseen = trpt->bup.ovals[2];
		now.eu = trpt->bup.ovals[1];
		now.sk = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;

	case 316: // STATE 25
		;
		now.uatt = trpt->bup.oval;
		;
		goto R999;

	case 317: // STATE 39
		;
		now.reged = trpt->bup.ovals[6];
		now.wint = trpt->bup.ovals[5];
		now.wno = trpt->bup.ovals[4];
		now.eno = trpt->bup.ovals[3];
		now.vm = trpt->bup.ovals[2];
		now.sp = trpt->bup.ovals[1];
		now.st = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 7);
		goto R999;

	case 318: // STATE 43
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 319: // STATE 44
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 320: // STATE 45
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 321: // STATE 46
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 322: // STATE 47
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 323: // STATE 49
		;
		p_restor(II);
		;
		;
		goto R999;
	}

