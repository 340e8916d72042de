/* Emissions of one slot at one edge: registrations, attach, repair, what is
 * not kept any more, the held answer. The rules are those of proto/DESIGN.md,
 * "Streams" and "Emissions".
 *
 * The log is durable and never changes, so frames and answers carry numbers
 * only. Ways as in delivery.pml: bc[g], one lossy FIFO per incarnation of the
 * worker; the request path in any order, at most NLOSS messages are lost and
 * whatever a worker that dies had not taken. When nothing can happen any more
 * time passes (Quiet); then completeness is asserted.
 *
 * Every -DBUG_... takes one rule away, see README.md. */
#ifndef NEM
#define NEM 3                   /* emissions, at most 6 */
#endif
#ifndef WCRASH
#define WCRASH 1                /* restarts of the worker */
#endif
#ifndef NLOSS
#define NLOSS 0                 /* messages lost on the request path */
#endif
#ifndef NOLD
#define NOLD 0                  /* emissions that are erased in time */
#endif
#ifndef NEXP
#define NEXP 0                  /* times the worker forgets the edge */
#endif
#define ROUNDS 12
#define BIT(s) (1 << (s))

mtype = {HELLO, ATTACH, RANGE};

/* The worker. */
byte head, kept, pub;           /* logged, erased up to, published up to */
byte inc = 1, wreg, wnum, bseq;
bool interest;
byte mine;                      /* emission of the edge's own request */

/* The edge. */
byte einc, ereg, ebseq, number, pos, begun;
bool known, following, repair, told;
byte asked, after;              /* 0 nothing, 1 attach, 2 range */
byte held, got, gone;           /* sets of emissions */

byte crashes, losses, olds, exps, rounds;

chan bc[WCRASH + 2] = [NEM + 2] of {byte, byte, byte}; /* reg, bseq, seq */
chan up = [6] of {mtype, byte, byte, bool, byte}; /* reg, number, head, seq */
chan dn = [6] of {bool, byte, byte, byte, byte, byte};
                                /* attached, number, reg, inc, base, head */

/* ---- The edge ----------------------------------------------------------- */

inline ask()
{
    if
    :: asked == 0 && ereg > 0 && (!known || !following) ->
        number++; asked = 1; after = pos; repair = false;
#ifdef BUG_HEADAGAIN
        up!ATTACH(ereg, number, true, pos)
#else
        up!ATTACH(ereg, number, !following, pos)
#endif
    :: asked == 0 && ereg > 0 && known && following && (repair || held != 0) ->
        number++; asked = 2; after = pos; repair = false;
        up!RANGE(0, number, false, pos)
    :: else
    fi
}

inline hello()
{
    ereg++; ebseq = 0;
#ifndef BUG_NOREATTACH
    known = false;
#endif
    if
    :: asked != 0 -> asked = 0; repair = true
    :: else
    fi;
    up!HELLO(ereg, 0, false, 0);
    ask()
}

inline heard(i)
{
    if
    :: i > einc -> einc = i; hello()
    :: else
    fi
}

/* The next one is handed out, and what was kept and follows it. */
inline hand_out()
{
    do
    :: (held & BIT(pos + 1)) != 0 ->
        pos++;
        assert((got & BIT(pos)) == 0);
        got = got | BIT(pos);
        held = held & ~BIT(pos)
    :: else -> break
    od
}

inline take_frame(i, r, b, s)
{
    heard(i);
    if
    :: i == einc && r == ereg && r > 0 ->
        if
#ifdef BUG_NOPULSE
        :: s > 0 && b > ebseq + 1 -> repair = true
#else
        :: (s > 0 && b > ebseq + 1) || (s == 0 && b > ebseq) -> repair = true
#endif
        :: else
        fi;
        if
        :: b > ebseq -> ebseq = b
        :: else
        fi;
        if
#ifdef BUG_NOKEEP
        :: s > 0 && following && s > pos -> held = held | BIT(s)
#else
        :: s > 0 && (!following || s > pos) -> held = held | BIT(s)
#endif
        :: else
        fi;
#ifdef BUG_PASTGAP
        if
        :: following && s > pos + 1 -> pos = s - 1
        :: else
        fi;
#endif
        if
        :: following -> hand_out()
        :: else
        fi;
        ask()
    :: else
    fi
}

inline take_list(base, top)
{
    if
    :: !following -> following = true; pos = base; begun = base
    :: else
    fi;
    if
    :: base > pos ->            /* what lies between is not kept any more */
        assert(base <= kept);
        do
        :: pos < base -> pos++; gone = gone | BIT(pos)
        :: else -> break
        od
    :: else
    fi;
    x = base;
    do
    :: x < top -> x++;
        if
        :: x > pos -> held = held | BIT(x)
        :: else
        fi
    :: else -> break
    od;
    x = 0;
    do                          /* kept, and passed over meanwhile */
    :: x < pos -> x++; held = held & ~BIT(x)
    :: else -> break
    od;
    x = 0;
    hand_out();
    if
    :: pos < top -> repair = true
    :: else
    fi
}

inline take_answer(att, n, r, i, base, top)
{
    if
    :: asked != 0 && n == number && att == (asked == 1) ->
        if
        :: !att -> asked = 0; take_list(base, top); ask()
        :: att && i > einc -> heard(i)
        :: att && i == einc && r == ereg -> known = true; asked = 0;
            take_list(base, top); ask()
        :: att && i == einc && r == 0 -> hello()
        :: att && (i < einc || (i == einc && r != ereg && r != 0))
        fi
    :: else
    fi
}

/* The answer to the own request is given out. */
inline give_answer()
{
    told = true;
    assert((got & BIT(mine)) != 0 || (gone & BIT(mine)) != 0
           || (following && mine <= begun))
}

/* ---- The worker --------------------------------------------------------- */

inline place(a, at_head)        /* where an answer begins */
{
    x = a;
    if
    :: at_head || a > head -> x = head
    :: !at_head && a <= head && a < kept -> x = kept
    :: else
    fi
}

inline serve(kind, r, n, at_head, a)
{
    if
    :: kind == HELLO && r > wreg -> wreg = r; interest = false; bseq = 0
    :: kind == HELLO && r <= wreg
    :: kind == ATTACH && r != wreg -> dn!true(n, 0, inc, 0, 0)
    :: kind == ATTACH && r == wreg && n < wnum
    :: kind == ATTACH && r == wreg && n >= wnum ->
        wnum = n; interest = true;
        place(a, at_head);
        dn!true(n, wreg, inc, x, head); x = 0
    :: kind == RANGE ->
        place(a, false);
        dn!false(n, 0, inc, x, head); x = 0
    fi
}

/* ---- Time --------------------------------------------------------------- */

#define RESTS (asked == 0 && known && following && !repair && held == 0 \
               && pos == head && interest && wreg == ereg && told)

/* Pulses get through, what has no answer is asked again. */
inline quiet()
{
    rounds++;
    assert(rounds < ROUNDS);
    heard(inc);
    if
    :: wreg > 0 && wreg == ereg -> take_frame(inc, wreg, bseq, 0)
    :: wreg != ereg -> hello()
    :: else
    fi;
    if
    :: asked != 0 -> asked = 0; repair = true; ask()
    :: else
    fi;
    if                          /* a held answer asks for what it misses */
    :: !told && following && pos < mine -> repair = true; ask()
    :: else
    fi
}

init {
    byte x, r, n, b, s, a, i, top;
    mtype kind;
    bool flag;

    do
    :: atomic { head < NEM ->
        head++;
        if
        :: mine == 0 -> mine = head
        :: mine == 0 && head < NEM
        :: mine != 0
        fi }
    :: atomic { pub < head ->
        pub++;
        if
        :: interest -> bseq++;
            if
            :: bc[inc]!wreg(bseq, pub)
            :: true             /* lost */
            fi
        :: else
        fi }
    :: atomic { olds < NOLD && kept < head -> olds++; kept++ }
    :: atomic { crashes < WCRASH ->
        crashes++; inc++; wreg = 0; wnum = 0; bseq = 0; interest = false;
        pub = head;
        do                      /* what it had not taken, or some of it */
        :: up??kind(r, n, flag, a)
        :: true -> break
        od; r = 0; n = 0; a = 0; flag = false }
    :: atomic { exps < NEXP && wreg > 0 ->
        exps++; wreg = 0; interest = false; bseq = 0 }
    :: atomic { einc < inc -> heard(inc) } /* a beat of a broker */
    :: atomic { up??kind(r, n, flag, a) ->
        serve(kind, r, n, flag, a); r = 0; n = 0; a = 0; flag = false }
    :: atomic { losses < NLOSS && nempty(up) ->
        losses++; up??kind(r, n, flag, a); r = 0; n = 0; a = 0; flag = false }
    :: atomic { losses < NLOSS && nempty(dn) ->
        losses++; dn??flag(n, r, i, a, top);
        r = 0; n = 0; a = 0; i = 0; top = 0; flag = false }
    :: atomic { dn??flag(n, r, i, a, top) ->
        take_answer(flag, n, r, i, a, top);
        r = 0; n = 0; a = 0; i = 0; top = 0; flag = false }
    :: atomic { bc[1]?r(b, s) -> take_frame(1, r, b, s); r = 0; b = 0; s = 0 }
#if WCRASH > 0
    :: atomic { bc[2]?r(b, s) -> take_frame(2, r, b, s); r = 0; b = 0; s = 0 }
#endif
#ifdef BUG_NOHOLD
    :: atomic { !told && mine > 0 && pub >= mine -> give_answer() }
#else
    :: atomic { !told && mine > 0 && pub >= mine && following && pos >= mine ->
        give_answer() }
#endif
    :: atomic { timeout && !RESTS -> quiet() }
    :: atomic { timeout && RESTS -> break }
    od;

    /* All of it, from where it began: handed out, or not kept any more. */
    s = begun;
    do
    :: s < head -> s++; assert((got & BIT(s)) != 0 || (gone & BIT(s)) != 0)
    :: else -> break
    od
}
