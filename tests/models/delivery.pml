/* Delivery on one edge: registrations, attach, hints, held answers.
 *
 * One room (two epochs), the worker that owns it, the list of user u (which
 * lags behind the room), one edge. u is the observed user with one socket; v
 * is another local member of the first epoch, the reason why the edge follows
 * the room without u. The rules are those of proto/DESIGN.md, "Streams", "Who
 * gets an event" and "Answers".
 *
 * A position is one number, IDX(epoch, seq). The log is durable and never
 * changes, so frames and answers carry positions only.
 *
 * Ways: pub[g], one FIFO per incarnation of the worker, lossy, frames of an old
 * one may be read after those of a new one. The request path (all other
 * channels): any order; lost are at most NLOSS messages and whatever a worker
 * that dies had not taken. When nothing can happen any more, time passes
 * (Quiet): pulses get through and what was asked without an answer is asked
 * again, until nothing changes; then completeness is asserted.
 *
 * Every -DBUG_... takes one rule away, see README.md. */
#ifndef NREQ
#define NREQ 1                  /* requests of u's socket, at most 3 */
#endif
#ifndef WIN
#define WIN 1                   /* sent without waiting for the answer */
#endif
#ifndef NOTH
#define NOTH 2                  /* events of the others */
#endif
#ifndef VMODE
#define VMODE 0                 /* v: 0 none, 1 there, 2 connects, 3 there and may go */
#endif
#ifndef CONN
#define CONN 0                  /* u: 0 connected from the start, 1 connects */
#endif
#ifndef WCRASH
#define WCRASH 0                /* restarts of the worker */
#endif
#ifndef NEXP
#define NEXP 0                  /* times the worker forgets the edge */
#endif
#ifndef NLOSS
#define NLOSS 0                 /* messages lost on the request path */
#endif
#ifndef NADD
#define NADD 1                  /* may the others add u: 0, 1 */
#endif
#ifndef OTHER
#define OTHER 0                 /* frames of another room */
#endif
#ifndef NFAR
#define NFAR 0                  /* attaches answered "too far back": at the head */
#endif
#ifndef NTIM
#define NTIM 0                  /* timers of the edge that fire early */
#endif
#ifndef NOVER
#define NOVER 0                 /* times attach overtakes its hello */
#endif
#define IDX(e,s) ((e)*8+(s))
#define EP(i)    ((i)>>3)
#define SQ(i)    ((i)&7)
#define BIT(i)   (1<<(i))
#define POS      IDX(se,sp)
/* events; u's roster changes with 3, 4, 6, 8, 9 */
#define MSG  1
#define MSGU 2                  /* message of u's socket: not for that socket */
#define JND  3                  /* u joined: not for u */
#define ADD  4                  /* u was added, or the room was created with u */
#define MEM  5                  /* members updated, second event of join, leave */
#define LEFT 6                  /* u left: not for u */
#define REM  8
#define DEL  9
#define CRE0 10                 /* the room was created without u */
/* requests */
#define QCRE 1
#define QJOIN 2
#define QMSG 3
#define QLEAVE 4
#define QDEL 5
#define QINFO 6
/* attach modes, questions */
#define HEAD 0
#define AFTER 1
#define EVENTS 2
#define NONE 0
#define ATTACH 1
#define RANGE 2

/* durable: the room's log and the user's list as a log of its entries */
byte lg[16]; bool adr[16], mem[16]; byte head[2]; byte cur = 0;
bool alive = 1, umem; bool uown = 0; byte since = 0;   /* event that made u a member */
byte ul[9]; byte un = 0; byte ulseen = 0;
bool odone[4], ook[4]; byte oe[4], ofi[4], on[4], osi[4];
byte applied = 0;
/* worker, volatile */
byte wg = 1, wreg = 0, wno = 0, wb = 0; bool wint = 0, wpend = 0;
byte noth = 0, ncr = 0, nexp = 0, nloss = 0, nover = 0, ntim = 0, nfar = 0;

chan pub[3] = [9] of { byte, byte, byte };              /* registration, bseq, position */
chan helq = [8] of { byte };
chan attq = [8] of { byte, byte, byte, byte };          /* registration, number, mode, position */
chan attr = [8] of { byte, byte, byte, bool, byte, byte, bool }; /* number, registration, incarnation, known, base, head, ended */
chan offq = [8] of { byte, byte };
chan rngq = [3] of { byte, byte };                      /* number, position */
chan rngr = [3] of { byte, byte, byte, bool };          /* number, epoch, head, ended */
chan rq = [8] of { byte, byte };
chan rp = [8] of { byte, bool, byte, byte, byte, byte };/* request, ok, epoch, first, last, since */

/* edge: the worker as it knows it */
byte ewg = 1, ereg = 1, eb = 0, eno = 0, rno = 0;
/* edge: the stream */
byte st = 0;                    /* 0 none, 1 waits, 2 followed */
byte se = 0, sp = 0, lastp = 0; /* lastp: where an ended epoch was left */
bool need = 0, reged = 0, vm = 0;       /* vm: the roster at the position has u */
byte asked = NONE, askno = 0, askmode = 0, askpos = 0; short askh = 0;
short held = 0;
/* edge: seats. Decided: ud */
bool uatt = 0, uhead = 0, vat = 0, vhead = 0, vleft = 0, vres = 0; byte vd = 0;
byte ud = 0; short uh = 0; byte sk = 0, eu = 0;
/* edge: requests */
byte nrq = 0; byte rst[4], rk[4], re[4], rn[4]; bool rok[4];        /* rst: 1 sent, 2 held, 3 released */
/* ghost */
byte gpos = 0, gopt = 0, vpos = 0, vmin = 0, x9 = 0, g = 0, q = 0, nq = 0; bool vever = 0; short gom = 0; bool done = 0;

/* ---- what the client may see -------------------------------------------- */

/* Optional are what was committed before the socket was ready, and memberships
 * that had ended before the edge read any entry of them. */
#define REQD(x) (adr[x] && (x) > gopt && !((gom >> (x)) & 1))
inline unheard(i) {             /* u is attached with event i */
	q = eu;
	do :: q < un && ul[q] < 128 -> q++ :: else -> break od;
	if :: q < un && ul[q] - 128 < i -> gom = gom | (BIT(i) - BIT(ul[q] - 128)) :: else fi; q = 0
}
inline deliver(i) {
	assert(i > gpos);               /* no duplicate, no disorder */
	assert(adr[i]);                 /* nothing that is not for u */
	g = gpos + 1;
	do :: g < i -> assert(!REQD(g)); g++ :: else -> break od;       /* no gap */
	g = 0; gpos = i; printf("    socket gets event %d.%d\n", EP(i), SQ(i))
}
inline release(k) {
	rst[k] = 3; g = gpos + 1;
	printf("    socket gets response %d (%d.%d)\n", k, re[k], rn[k]);
	do :: rok[k] && g <= IDX(re[k],rn[k]) -> assert(!REQD(g)); g++ :: else -> break od;
	g = 0; re[k] = 0; rn[k] = 0; rok[k] = 0
}

/* ---- commit and publish ------------------------------------------------- */

inline append(k) {
	head[cur]++; assert(head[cur] < 8); ci = IDX(cur, head[cur]); lg[ci] = k;
	if
	:: k == ADD || k == JND -> umem = 1; since = ci; ul[un] = ci + 128; un++; adr[ci] = (k == ADD)
	:: k == LEFT -> umem = 0; ul[un] = ci; un++
	:: k == REM -> umem = 0; ul[un] = ci; un++; adr[ci] = 1
	:: k == DEL -> adr[ci] = umem; alive = 0; if :: umem -> umem = 0; ul[un] = ci; un++ :: else fi
	:: k == MSG || k == MEM -> adr[ci] = umem
	:: else
	fi;
	if :: !umem -> since = 0; uown = 0 :: else fi;
	mem[ci] = umem;
	printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", cur, head[cur], k);
	if :: wint -> wb++;
		if :: pub[wg]!wreg, wb, ci :: printf("  its frame is LOST\n") fi
	:: else fi; ci = 0
}

/* ---- edge: seats -------------------------------------------------------- */

inline lowest() {               /* lowest hint into q; 16: none */
	q = 0; do :: q < 16 && !((uh >> q) & 1) && !(vres && q == vd + 1) -> q++ :: else -> break od
}
inline prune(p) { uh = uh & ~(BIT((p)+1) - 1) }
/* The roster decides at the position. */
inline decide() {
	uhead = 0;
	if
	:: ud > POS -> prune(ud)
	:: else -> ud = POS; prune(POS); uatt = vm; if :: sk == 1 -> gpos = POS :: else fi
	fi
}
/* The user should have been attached at p, which the stream has passed: the
 * stream goes back. Whoever is attached goes on at the present position. */
inline goback(p) {
	printf("  edge goes back to before %d.%d\n", EP(p), SQ(p));
#ifndef BUG_BACKDUP             /* the attached get the events twice */
	if :: vat -> vat = 0; vres = 1; vd = POS :: else fi;
#endif
	st = 1; reged = 0; asked = NONE; vm = 0; lastp = p - 1; se = 0; sp = 0
}
/* u was added at p */
inline hint(p) {
	printf("  edge learns: u added at %d.%d\n", EP(p), SQ(p));
	if
	:: p <= ud || (uatt && p <= POS) -> skip
	:: else ->
		uh = uh | BIT(p);
		if
		:: st == 2 && !uatt && p <= POS ->
#ifdef BUG_ROSTER
			decide()
#else
			goback(p)
#endif
		:: else
		fi;
		if :: st == 0 -> st = 1; lastp = 0 :: else fi
	fi
}

/* Where following begins for u when all that is known is that it is a member at p. */
#define FIRST(p) (ud != 0 && EP(ud) == EP(p) -> ud + 1 : IDX(EP(p),1))
inline memberat(p) {
	if
	:: p <= ud || uatt && p <= POS -> skip
	:: uatt && p > POS && EP(p) == se ->    /* its events will say; kept, for u may be removed and added on the way */
#ifndef BUG_NOKEEP
		uh = uh | BIT(p)
#endif
	:: else -> x9 = FIRST(p);
		if :: uatt -> x9 = IDX(EP(p),1) :: else fi;
		uh = uh | BIT(p); hint(x9); x9 = 0
	fi
}

/* ---- edge: questions ---------------------------------------------------- */

inline ask() {                  /* an attach, in the mode that is needed */
	eno++; assert(eno < 60); asked = ATTACH; askno = eno; need = 0; askh = uh;
	if
	:: st == 2 -> askmode = EVENTS; askpos = POS
	:: else ->
		lowest();
		if
#ifdef BUG_HEADANSWER           /* always at the head */
		:: true -> askmode = HEAD; askpos = 0
#else
		:: q == 16 || uhead && !vres -> askmode = HEAD; askpos = 0
		:: else -> askmode = AFTER; askpos = q - 1
#endif
		fi; q = 0
	fi;
	printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", askno, askmode, EP(askpos), SQ(askpos), ereg);
	attq!ereg, askno, askmode, askpos
}
inline askrange() {
	rno++; asked = RANGE; askno = rno; need = 0; rngq!rno, POS; printf("  edge asks RANGE after %d.%d\n", se, sp)
}
inline unfollow() {
	st = 0; se = 0; sp = 0; lastp = 0; need = 0; held = 0; reged = 0; asked = NONE; askno = 0; askmode = 0; askpos = 0; askh = 0; vm = 0;
#ifdef BUG_NODETREC             /* what was decided is forgotten */
	ud = 0;
#endif
	eno++; offq!ereg, eno; printf("  edge follows no longer, detach no %d\n", eno)
}
/* Conclusions after a change. */
inline settle() {
	if
	:: st == 2 ->
		if
		:: !uatt && !vat && uh == 0 && !uhead && !vhead && !vres -> unfollow()
		:: else ->
			if
			:: asked == NONE && !reged -> ask()
			:: asked == NONE && reged && (need || held != 0) -> askrange()
			:: else
			fi
		fi
	:: st == 1 ->
		reged = 0;
		lowest();
		if
		:: q == 16 && !uhead && !vhead -> unfollow()
		:: else ->
			if
			:: asked == ATTACH && q < 16 && (!uhead || vres) && (askmode == HEAD || askpos > q - 1) -> asked = NONE
			:: else
			fi;
			if :: asked == NONE -> ask() :: else fi
		fi; q = 0
	:: else
	fi;
	if :: sk == 1 && !uhead && uh == 0 -> sk = 2; printf("SOCKET READY\n") :: else fi
}
/* An epoch is over. */
inline endepoch() {
	printf("  epoch %d ends at the edge\n", se);
	lastp = POS; st = 1; reged = 0; asked = NONE; vat = 0; vm = 0;
	if :: uatt -> ud = lastp; uatt = 0 :: else fi;
	if :: !(uh == 0) -> prune(lastp) :: else fi;
	held = held & ~(BIT(IDX(se,7)+1) - 1); se = 0; sp = 0
}
/* The event at the next position. */
inline process(i) {
	sp = SQ(i); held = held & ~BIT(i); vm = mem[i];
	if :: vat && se == 0 -> assert(i == vpos + 1 && i > vmin); vpos = i :: else fi;
#ifdef BUG_BACKLATE             /* attached again when the event after is there */
	if :: vres && i == vd + 1 -> vres = 0; vat = 1; :: else fi;
#else
	if :: vres && i == vd -> vres = 0; vat = 1 :: else fi;
#endif
	if
	:: sk != 0 && i > ud ->
		if
		:: lg[i] == JND -> unheard(i); uatt = 1
		:: lg[i] == ADD -> unheard(i); uatt = 1; deliver(i)
		:: (lg[i] == MSG || lg[i] == MEM) && uatt -> deliver(i)
		:: lg[i] == LEFT && uatt -> uatt = 0; ud = i
		:: lg[i] == REM && uatt -> deliver(i); uatt = 0; ud = i
		:: lg[i] == DEL && uatt -> deliver(i); uatt = 0; ud = i
		:: else
		fi;
		if
		:: (uh & (BIT(i+1) - 1)) != 0 ->        /* a hint is reached */
			prune(i); if :: !uatt -> uatt = vm; ud = i :: else fi
		:: else
		fi
	:: else
	fi;
	if :: lg[i] == DEL -> endepoch() :: else fi
}
inline drain() {
	do :: st == 2 && ((held >> (POS+1)) & 1) -> pi = POS+1; process(pi) :: else -> break od;
	if :: st == 2 -> held = held & ~(BIT(POS+1) - 1) :: else fi
}
/* Events up to head h of epoch e (ended: nothing follows) */
inline takepage(e, h, ended) {
	do
	:: st == 2 && se == e && sp < h -> pi = POS+1; process(pi)
	:: else -> break
	od;
	drain()
}

/* ---- edge: registration ------------------------------------------------- */

inline hello() {
	ereg++; assert(ereg < 12);
#ifndef BUG_BSEQKEEP
	eb = 0;
#endif
	 reged = 0; asked = NONE; helq!ereg; printf("  edge says hello %d\n", ereg);
	if
#ifdef BUG_RESENDOPEN           /* only what was registered is registered anew */
	:: st == 2 -> ask()
#else
	:: st != 0 -> ask()
#endif
	:: else
	fi
}
inline newinc(n) {
	ewg = n; hello()
}
inline frame() {
	printf("edge reads frame incarnation %d registration %d bseq %d: %d.%d\n", gg, r, b, EP(i), SQ(i));
	if
	:: gg < ewg -> skip
	:: else ->
		if :: gg > ewg -> newinc(gg) :: else fi;
		if
#ifndef BUG_ANYREG
		:: r != ereg -> skip
#endif
		:: else ->
#ifndef BUG_NOBSEQ
			if :: b > eb + 1 && st != 0 -> need = 1 :: else fi;
#endif
			if :: b > eb -> eb = b :: else fi;
			if
			:: i == 0 -> skip
			:: i != 0 && st == 0 ->
#ifndef BUG_NOSTRAY
				eno++; offq!ereg, eno; printf("  not followed: detach no %d\n", eno)
#else
				skip
#endif
			:: i != 0 && st == 1 ->
#ifndef BUG_PENDDROP
				if :: i > lastp -> held = held | BIT(i) :: else fi
#else
				skip
#endif
			:: i != 0 && st == 2 && i == POS+1 -> process(i); drain()
			:: st == 2 && i > POS+1 -> held = held | BIT(i)
			:: else
			fi;
			settle()
		fi
	fi; r = 0; b = 0; i = 0; gg = 0; pi = 0
}

/* ---- start -------------------------------------------------------------- */

init { atomic {
	if
	:: umem = 1; lg[1] = ADD; adr[1] = 1; mem[1] = 1; since = 1; uown = 1; ul[0] = 129; un = 1
	:: umem = 0; lg[1] = CRE0
	fi;
	head[0] = 1; wreg = 1;
	if :: VMODE == 1 || VMODE == 3 -> vat = 1; vpos = 1; vever = 1 :: else fi;
	if
	:: CONN == 0 -> sk = 2; eu = un; ulseen = un; gpos = 1; if :: umem -> uatt = 1 :: else fi
	:: else
	fi;
	if :: vat || uatt -> st = 2; sp = 1; vm = umem; eno = 1; wno = 1; wint = 1; reged = 1 :: else fi;
	run Others(); run Worker(); run Net(); run Edge(); run Quiet()
} }

proctype Others() {
	byte ci;
end:	do
	:: atomic { noth < NOTH && !done && alive && head[cur] < 7 -> noth++;
		if
		:: append(MSG)
		:: NADD && !umem -> append(ADD)
		:: umem -> append(REM)
		:: append(DEL)
		:: OTHER && wint -> wb++; pub[wg]!wreg, wb, 0; printf("a frame of another room\n")
		fi }
	:: atomic { noth < NOTH && !done && !alive && cur == 0 -> noth++; cur = 1; alive = 1;
		if
		:: append(CRE0)
		:: NADD -> append(ADD)
		fi }
	:: atomic { ncr < WCRASH && !done ->
		ncr++; wg++; wreg = 0; wint = 0; wno = 0; wb = 0; printf("WORKER RESTARTS\n");
		if
		:: do :: rq?_,_ :: empty(rq) -> break od; do :: attq?_,_,_,_ :: empty(attq) -> break od;
		   do :: helq?_ :: empty(helq) -> break od;
		   do :: offq?_,_ :: empty(offq) -> break od; do :: rngq?_,_ :: empty(rngq) -> break od
		:: skip
		fi }
	:: atomic { nexp < NEXP && !done && wreg != 0 ->
		nexp++; wreg = 0; wint = 0; wno = 0; wb = 0; printf("WORKER FORGETS THE EDGE\n") }
	od
}

proctype Worker() {
	byte n, k, r, x, m, p, ci; bool e;
end:	do
	:: atomic { rq?n,k ->
		printf("worker takes request %d kind %d (1 create 2 join 3 message 4 leave 5 delete 6 info)\n", n, k);
		if
		:: odone[n] -> printf("  a repeat\n");
			if      /* the head of its epoch, or what was stored: both are right */
			:: on[n] = (ook[n] && oe[n] == cur && alive -> head[cur] : on[n])
#ifdef REPBOTH
			:: skip
#endif
			fi;
			rp!n, ook[n], oe[n], ofi[n], on[n], osi[n]
		:: !odone[n] && n != applied + 1 -> skip        /* not its turn: sent again */
		:: else ->
			applied++; odone[n] = 1; ook[n] = 0; p = 0;
			if
			:: k == QCRE && !alive && cur == 0 -> cur = 1; alive = 1; p = 1; append(ADD); uown = 1; ook[n] = 1
			:: k == QJOIN && alive && head[cur] < 6 ->
				if :: !umem -> p = head[cur] + 1; append(JND); append(MEM) :: else fi; ook[n] = 1
			:: k == QMSG && alive && umem && head[cur] < 7 -> p = head[cur] + 1; append(MSGU); ook[n] = 1
			:: k == QLEAVE && alive && umem && head[cur] < 6 -> p = head[cur] + 1; osi[n] = since; append(LEFT); append(MEM); ook[n] = 1
			:: k == QDEL && alive && umem && uown && head[cur] < 7 -> p = head[cur] + 1; osi[n] = since; append(DEL); ook[n] = 1
			:: k == QINFO && alive && umem -> ook[n] = 1
			:: else
			fi;
			if :: ook[n] && k != QLEAVE && k != QDEL -> osi[n] = since :: else fi;
			if
			:: alive || p != 0 -> oe[n] = cur; ofi[n] = p; on[n] = head[cur]
			:: else -> oe[n] = 0; ofi[n] = 0; on[n] = 0     /* there is no room */
			fi;
			rp!n, ook[n], oe[n], ofi[n], on[n], osi[n]
		fi; n = 0; k = 0; p = 0 }
	:: atomic { helq?r ->
		if :: r > wreg -> wreg = r; wb = 0; wint = 0; wno = 0; printf("worker takes hello %d\n", r) :: else fi; r = 0 }
	/* Hello and attach take the same way; NOVER: times a broker between them
	 * is changed, so that attach comes first. */
	:: atomic { (len(helq) == 0 || nover < NOVER) && len(attq) > 0 -> attq?r,x,m,p;
		if :: len(helq) > 0 -> nover++ :: else fi;
		if
		:: r != wreg -> printf("worker: attach no %d of unknown registration %d\n", x, r); 
#ifdef BUG_REGZERO
			e = EP(p) < cur || !alive; attr!x, 0, wg, 1, (m == HEAD -> IDX(cur,head[cur]) : p), head[(m == HEAD -> cur : EP(p))], e
#else
			attr!x, 0, wg, 0, 0, 0, 0
#endif
#ifndef BUG_NONUM
		:: r == wreg && x <= wno -> skip
#endif
		:: else ->
			wno = x;
#ifdef BUG_SPLIT         /* the state is read before the interest counts */
			wpend = 1;
#else
			wint = 1;
#endif
			if
			:: m == HEAD && alive -> attr!x, r, wg, 1, IDX(cur, head[cur]), head[cur], 0
			:: m == HEAD && !alive -> attr!x, r, wg, 0, 0, 0, 0
			:: m == AFTER && nfar < NFAR && EP(p) == cur && alive && SQ(p) < head[cur] -> nfar++; attr!x, r, wg, 1, IDX(cur, head[cur]), head[cur], 0
			:: m != HEAD -> e = EP(p) < cur || !alive; attr!x, r, wg, 1, p, head[EP(p)], e
			fi;
			printf("worker takes attach no %d mode %d: head %d.%d\n", x, m, cur, head[cur])
		fi; r = 0; x = 0; m = 0; p = 0; e = 0 }
#ifdef BUG_SPLIT
	:: atomic { wpend -> wpend = 0; wint = 1 }
#endif
	:: atomic { offq?r,x ->
		if
#ifdef BUG_NONUM
		:: r == wreg -> wint = 0; printf("worker takes detach no %d\n", x)
#else
		:: r == wreg && x > wno -> wno = x; wint = 0; printf("worker takes detach no %d\n", x)
#endif
		:: else
		fi; r = 0; x = 0 }
	:: atomic { rngq?x,p -> e = EP(p) < cur || !alive; rngr!x, EP(p), head[EP(p)], e; printf("worker answers RANGE: epoch %d head %d ended %d\n", EP(p), head[EP(p)], e); x = 0; p = 0; e = 0 }
	od
}

/* The request path keeps no order and may lose. */
proctype Net() {
	byte a, b, c, d, e, f; bool m, o;
end:	do
	:: atomic { len(attq) > 1 -> attq?a,b,c,d; attq!a,b,c,d; a = 0; b = 0; c = 0; d = 0 }
	:: atomic { len(helq) > 1 -> helq?a; helq!a; a = 0 }
	:: atomic { len(offq) > 1 -> offq?a,b; offq!a,b; a = 0; b = 0 }
	:: atomic { len(rq) > 1 -> rq?a,b; rq!a,b; a = 0; b = 0 }
	:: atomic { len(rp) > 1 -> rp?a,m,b,c,d,e; rp!a,m,b,c,d,e; a = 0; m = 0; b = 0; c = 0; d = 0; e = 0 }
	:: atomic { len(attr) > 1 -> attr?a,b,c,m,d,e,o; attr!a,b,c,m,d,e,o; a = 0; b = 0; c = 0; d = 0; e = 0; m = 0; o = 0 }
#define LOSE(ch) nloss < NLOSS && !done && len(ch) > 0
	:: atomic { LOSE(attq) -> attq?_,_,_,_; nloss++; printf("AN ATTACH IS LOST\n") }
	:: atomic { LOSE(helq) -> helq?_; nloss++; printf("A HELLO IS LOST\n") }
	:: atomic { LOSE(offq) -> offq?_,_; nloss++; printf("A DETACH IS LOST\n") }
	:: atomic { LOSE(rq) -> rq?_,_; nloss++; printf("A REQUEST IS LOST\n") }
	:: atomic { LOSE(rngq) -> rngq?_,_; nloss++; printf("A RANGE IS LOST\n") }
	:: atomic { LOSE(rp) -> rp?_,_,_,_,_,_; nloss++; printf("AN ANSWER IS LOST\n") }
	:: atomic { LOSE(attr) -> attr?_,_,_,_,_,_,_; nloss++; printf("AN ATTACH ANSWER IS LOST\n") }
	:: atomic { LOSE(rngr) -> rngr?_,_,_,_; nloss++; printf("A RANGE ANSWER IS LOST\n") }
	od
}

#ifdef BUG_NOHOLD
#define READY(k) 1
#else
#ifdef BUG_EPOCHBLIND
#define READY(k) (st == 0 || st == 2 && rn[k] <= sp)
#else
#define READY(k) (st == 0 || st == 2 && IDX(re[k],rn[k]) <= POS || st == 1 && IDX(re[k],rn[k]) <= lastp)
#endif
#endif

proctype Edge() {
	byte pi, i, b, r, gg, n, e, f, h, s; bool ok, ended;
end:	do
	:: atomic { nrq < NREQ && sk == 2 && !done && (nrq < WIN || rst[nrq+1-WIN] == 3) ->
		nrq++; rst[nrq] = 1;
		if
		:: rk[nrq] = QCRE
		:: rk[nrq] = QJOIN
		:: rk[nrq] = QMSG
		:: rk[nrq] = QLEAVE
		:: rk[nrq] = QDEL
		:: rk[nrq] = QINFO
		fi;
		printf("SOCKET SENDS request %d kind %d\n", nrq, rk[nrq]);
		rq!nrq, rk[nrq] }
	:: d_step { rp?n,ok,e,f,h,s ->
		printf("edge reads answer %d ok %d: %d.%d first %d\n", n, ok, e, h, f);
		if
		:: rst[n] != 1 -> skip
#ifndef BUG_UNORDERED
		:: rst[n] == 1 && n > 1 && rst[n-1] == 1 -> skip        /* in request order */
#endif
		:: else ->
			rst[n] = 2; re[n] = e; rn[n] = h; rok[n] = ok;
			if
#ifdef SINCE                    /* another rule: the answer names the event that made u a member */
			:: ok && s != 0 -> hint(s)
#else
			:: ok && rk[n] <= QJOIN && f != 0 -> hint(IDX(e,f))
#ifdef BUG_HEADJOIN              /* a member already: at the head */
			:: ok && rk[n] == QJOIN && f == 0 && IDX(e,h) > ud && !(uatt && IDX(e,h) <= POS) ->
				if
				:: st == 2 && !uatt && IDX(e,h) <= POS -> decide()
				:: st == 2 && IDX(e,h) > POS -> uh = uh | BIT(IDX(e,h))
				:: st == 1 -> uhead = 1
				:: st == 0 -> uhead = 1; st = 1; lastp = 0
				:: else
				fi
#else
#ifdef BUG_JOINONLY              /* only a JOIN shows that u is a member */
			:: ok && rk[n] == QJOIN && f == 0 -> memberat(IDX(e,h))
#else
			:: ok && (rk[n] == QJOIN && f == 0 || rk[n] == QMSG || rk[n] == QINFO) -> memberat(IDX(e,h))
#endif
#endif
#ifdef BUG_LEAVE                 /* a LEAVE decides, whatever was delivered */
			:: ok && rk[n] == QLEAVE && !uatt && uh == 0 && !uhead && ud < IDX(e,f) -> ud = IDX(e,f)
#else
			:: ok && rk[n] == QLEAVE -> memberat(IDX(e,f))
#endif
			:: ok && rk[n] == QDEL && !uatt -> memberat(IDX(e,h))
#endif
			:: else
			fi;
			settle()
		fi; n = 0; gg = 0; ok = 0; e = 0; f = 0; h = 0; pi = 0; i = 0; s = 0 }
	:: d_step { rst[1] == 2 && READY(1) -> release(1) }
	:: d_step { rst[2] == 2 && rst[1] == 3 && READY(2) -> release(2) }
	:: d_step { rst[3] == 2 && rst[2] == 3 && READY(3) -> release(3) }
	:: d_step { rngr?n,e,h,ended ->
		if
		:: asked == RANGE && n == askno && st == 2 && se == e ->
			printf("edge reads RANGE answer %d to %d\n", e, h);
			asked = NONE; takepage(e, h, ended); settle()
		:: else
		fi; n = 0; e = 0; h = 0; ended = 0; pi = 0 }
	:: d_step { attr?n,r,gg,ok,i,h,ended ->
		printf("edge reads attach answer no %d registration %d known %d base %d.%d head %d ended %d\n", n, r, ok, EP(i), SQ(i), h, ended);
		if
#ifdef BUG_ANYANSWER
		:: asked != ATTACH -> skip
#else
		:: asked != ATTACH || n != askno -> skip
#endif
		:: else ->
			if
			:: gg < ewg -> skip
			:: gg > ewg -> newinc(gg)
#ifndef BUG_REGZERO             /* any answer is a registration */
			:: gg == ewg && r == 0 -> hello()
			:: gg == ewg && r != 0 && r != ereg -> skip
#endif
			:: else ->
				asked = NONE; reged = 1;
				if
				:: st == 2 -> takepage(EP(i), h, ended)
				:: st == 1 && !ok ->    /* nothing is there */
					uhead = 0; vhead = 0;
					if :: sk == 1 -> gopt = IDX(cur, head[cur]) :: else fi;
#ifdef BUG_FORGETALL
					uh = 0
#else
					uh = uh & ~askh
#endif
#ifndef BUG_FARTAKE
				:: st == 1 && ok && askmode == AFTER && i > askpos && vres && i > vd ->
					/* too far back, and somebody would lose events: from there, the roster decides for u */
					prune(vd); uhead = 1; gom = gom | (BIT(i+1) - 1); printf("  too far back\n")
#endif
#ifdef RULE6
				:: st == 1 && ok && sk != 0 && mem[i] && uh == 0 && !uhead && i > ud ->
					uh = BIT(FIRST(i)); printf("  u is in the roster: from %d.%d\n", EP(FIRST(i)), SQ(FIRST(i)))
#endif
				:: else ->
					if :: askmode == AFTER && i > askpos -> gom = gom | (BIT(i+1) - 1) :: else fi;
					st = 2; se = EP(i); sp = SQ(i); vm = mem[i]; printf("  edge follows from %d.%d\n", se, sp);
					if :: uhead || uh != 0 -> decide() :: else fi;
					if
#ifndef BUG_HEADATBASE            /* a first load is decided at the head, wherever the answer begins */
					:: vhead && se == 0 && h > sp && !ended -> vhead = 0; vres = 1; vd = IDX(0,h); vever = 1; vpos = vd
					:: vhead && !(se == 0 && h > sp && !ended) ->
#else
					:: vhead ->
#endif
						if :: se == 0 && !ended -> vmin = IDX(0,h) :: else fi;
						vhead = 0; vat = (se == 0 && lg[i] != DEL && !ended); vever = vat; vpos = i
					:: else
					fi;
					if :: vres && i >= vd -> vres = 0; vat = (se == 0 && lg[i] != DEL) :: else fi;
					takepage(EP(i), h, ended);
				fi;
				settle()
			fi
		fi; n = 0; r = 0; gg = 0; ok = 0; i = 0; h = 0; ended = 0; pi = 0; e = 0 }
	:: d_step { pub[1]?r,b,i -> gg = 1; frame() }
	:: d_step { pub[2]?r,b,i -> gg = 2; frame() }
	/* a broker says that the worker has started anew */
	:: d_step { wg > ewg && !done -> newinc(wg) }
	/* timers that fire although an answer is on its way; a pulse */
	:: d_step { ntim < NTIM && !done && asked == ATTACH -> ntim++; asked = NONE; settle() }
	:: d_step { ntim < NTIM && !done && asked == RANGE -> ntim++; asked = NONE; need = 1; settle() }
	:: d_step { ntim < NTIM && !done && rst[1] == 1 -> ntim++; rq!1, rk[1] }
	:: d_step { ntim < NTIM && !done && rst[2] == 1 -> ntim++; rq!2, rk[2] }
	:: d_step { ntim < NTIM && !done && wreg == ereg && wg == ewg && wb > eb -> ntim++; eb = wb;
		if :: st != 0 -> need = 1 :: else fi; settle() }
	:: d_step { ntim < NTIM && !done && (wreg != ereg || wg != ewg) -> ntim++; ewg = wg; hello() }
	/* u's list */
	:: d_step { sk != 0 && eu < un ->
		i = ul[eu]; eu++; ulseen = eu;
		if :: i >= 128 -> i = i - 128; hint(i); settle() :: else fi; i = 0; pi = 0 }
	/* u connects: the list may lag behind the room */
	:: atomic { CONN && sk == 0 && !done ->
		do :: ulseen < un -> ulseen++ :: break od;
		eu = ulseen; i = (ulseen > 0 -> ul[ulseen-1] : 0);
		d_step {
		printf("SOCKET CONNECTS, list at entry %d of %d\n", ulseen, un);
		sk = 1; gpos = i & 127; gopt = gpos;
		if
		:: st == 2 ->
			if
#ifdef VIEWALL
			:: true ->
#else
			:: i >= 128 ->
#endif
				gpos = POS; ud = POS; uatt = vm; if :: gopt < gpos -> gopt = gpos :: else fi;
				if :: i >= 128 && i - 128 > POS -> uh = BIT(i-128) :: else fi
#ifndef VIEWALL
			:: else -> gpos = 0; if :: gopt < POS -> gopt = POS :: else fi
#endif
			fi
		:: st != 2 && i >= 128 -> uhead = 1; uh = BIT(i-128); if :: st == 0 -> st = 1; lastp = 0 :: else fi
		:: else -> gpos = 0
		fi;
		settle() }; i = 0 }
	/* v connects, v goes */
	:: d_step { VMODE == 2 && !vleft && !done -> vleft = 1; printf("V CONNECTS\n"); 
		if
		:: st == 2 -> vat = (se == 0); vever = vat; vpos = POS
		:: st == 1 -> vhead = 1
		:: st == 0 -> vhead = 1; st = 1; lastp = 0
		fi; settle() }
	:: d_step { VMODE == 3 && !vleft && !done -> vleft = 1; vat = 0; vres = 0; vever = 0; printf("V GOES\n"); settle() }
	od
}

proctype Quiet() {
	byte x; bool ch;
	do
	:: timeout -> d_step { printf("QUIET: incarnation %d registration %d bseq %d\n", wg, wreg, wb);
		ch = 0; nq++; assert(nq < 16);
		if
		:: wg > ewg -> newinc(wg); ch = 1
		:: wg == ewg && wreg != ereg -> hello(); ch = 1 /* no pulse, or one of another registration */
		:: else
#ifndef BUG_NOPULSE
			if :: wb > eb -> eb = wb; if :: st != 0 -> need = 1; ch = 1 :: else fi :: else fi
#endif
			;
			if
			:: asked == ATTACH -> asked = NONE; ch = 1
			:: asked == RANGE -> asked = NONE; need = 1; ch = 1
			:: else
			fi;
			#ifndef BUG_NOSTRAY             /* the next event of a stream that is not followed */
			if :: st == 0 && wint -> eno++; offq!ereg, eno; ch = 1 :: else fi
#endif
			;
			skip
		fi;
		x = 1;
		do
		:: x <= nrq ->
			if
			:: rst[x] == 1 -> rq!x, rk[x]; ch = 1
			:: rst[x] == 2 && st == 2 -> need = 1; ch = 1
			:: else
			fi; x++
		:: else -> break
		od;
		settle();
		x = 0;
		if :: !ch -> done = 1 :: else fi };
		if :: done -> break :: else fi
	od;
	x = 1;
	do :: x <= nrq -> assert(rst[x] == 3); x++ :: else -> break od;
	assert(sk != 1);
	assert(st != 1);
	assert(!(st == 2 && sp != head[se]));
	assert(!(st == 0 && wint));
	assert(!(st == 2 && !wint));
	assert(!vres && (!vever || vpos == head[0]));
	x = gpos + 1;
	do :: sk == 2 && x < 16 -> assert(!REQD(x)); x++ :: else -> break od
}
