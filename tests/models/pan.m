#define rand	pan_rand
#define pthread_equal(a,b)	((a)==(b))
#if defined(HAS_CODE) && defined(VERBOSE)
	#ifdef BFS_PAR
		bfs_printf("Pr: %d Tr: %d\n", II, t->forw);
	#else
		cpu_printf("Pr: %d Tr: %d\n", II, t->forw);
	#endif
#endif
	switch (t->forw) {
	default: Uerror("bad forward move");
	case 0:	/* if without executable clauses */
		continue;
	case 1: /* generic 'goto' or 'skip' */
		IfNotBlocked
		_m = 3; goto P999;
	case 2: /* generic 'else' */
		IfNotBlocked
		if (trpt->o_pm&1) continue;
		_m = 3; goto P999;

		 /* PROC Quiet */
	case 3: // STATE 1 - delivery.pml:627 - [(timeout)] (0:0:0 - 1)
		IfNotBlocked
		reached[5][1] = 1;
		if (!(((trpt->tau)&1)))
			continue;
		_m = 1; goto P999; /* 0 */
	case 4: // STATE 308 - delivery.pml:627 - [D_STEP627]
		/* default 259 */
		

		reached[5][308] = 1;
		reached[5][t->st] = 1;
		reached[5][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_4390_0: /* 2 */
		Printf("QUIET: incarnation %d registration %d bseq %d\n", ((int)now.wg), ((int)now.wreg), ((int)now.wb));
S_4391_0: /* 2 */
		((P5 *)_this)->ch = 0;
#ifdef VAR_RANGES
		logval("Quiet:ch", ((int)((P5 *)_this)->ch));
#endif
		;
S_4392_0: /* 2 */
		now.nq = (((int)now.nq)+1);
#ifdef VAR_RANGES
		logval("nq", ((int)now.nq));
#endif
		;
S_4393_0: /* 2 */
		spin_assert((((int)now.nq)<16), "(nq<16)", II, tt, t);
S_4519_0: /* 2 */
S_4394_0: /* 2 */
		if (!((((int)now.wg)>((int)now.ewg))))
			goto S_4519_1;
S_4441_0: /* 2 */
S_4395_0: /* 2 */
		now.ewg = ((int)now.wg);
#ifdef VAR_RANGES
		logval("ewg", ((int)now.ewg));
#endif
		;
S_4440_0: /* 2 */
S_4396_0: /* 2 */
		now.ereg = (((int)now.ereg)+1);
#ifdef VAR_RANGES
		logval("ereg", ((int)now.ereg));
#endif
		;
S_4397_0: /* 2 */
		spin_assert((((int)now.ereg)<12), "(ereg<12)", II, tt, t);
S_4398_0: /* 2 */
		now.eb = 0;
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
S_4399_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4400_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4401_0: /* 2 */
		if (q_full(now.helq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.helq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.helq, 0, ((int)now.ereg), 0, 0, 0, 0, 0, 0, 1);
S_4402_0: /* 2 */
		Printf("  edge says hello %d\n", ((int)now.ereg));
S_4438_0: /* 2 */
S_4403_0: /* 2 */
		if (!((((int)now.st)!=0)))
			goto S_4438_1;
S_4436_0: /* 2 */
S_4404_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4405_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_4406_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4407_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4408_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4409_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4432_0: /* 2 */
S_4410_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4432_1;
S_4411_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4412_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4433_0;
S_4432_1: /* 3 */
S_4413_0: /* 2 */
		/* else */;
S_4422_0: /* 2 */
S_4414_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4420_0: /* 2 */
S_4419_0: /* 2 */
S_4415_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4419_1;
S_4416_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4420_0; /* ';' */
S_4419_1: /* 3 */
S_4417_0: /* 2 */
		/* else */;
S_4418_0: /* 2 */
		goto S_4429_0;	/* 'goto' */
S_4419_2: /* 3 */
		Uerror("blocking sel in d_step (nr.0, near line 153)");
S_4421_0: /* 2 */
		goto S_4429_0;	/* 'break' */
		goto S_4429_0;
S_4429_0: /* 2 */
S_4423_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_4429_1;
S_4424_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4425_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4430_0;
S_4429_1: /* 3 */
S_4426_0: /* 2 */
		/* else */;
S_4427_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4428_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4430_0;
S_4429_2: /* 3 */
		Uerror("blocking sel in d_step (nr.1, near line 192)");
S_4430_0: /* 2 */
S_4431_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4433_0;
S_4432_2: /* 3 */
		Uerror("blocking sel in d_step (nr.2, near line 188)");
S_4433_0: /* 2 */
S_4434_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_4435_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_4439_0;
S_4438_1: /* 3 */
S_4437_0: /* 2 */
		/* else */;
		goto S_4439_0;
S_4438_2: /* 3 */
		Uerror("blocking sel in d_step (nr.3, near line 290)");
S_4439_0: /* 2 */
		goto S_4442_0;
S_4442_0: /* 2 */
		((P5 *)_this)->ch = 1;
#ifdef VAR_RANGES
		logval("Quiet:ch", ((int)((P5 *)_this)->ch));
#endif
		;
		goto S_4520_0;
S_4519_1: /* 3 */
S_4443_0: /* 2 */
		if (!(((((int)now.wg)==((int)now.ewg))&&(((int)now.wreg)!=((int)now.ereg)))))
			goto S_4519_2;
S_4488_0: /* 2 */
S_4444_0: /* 2 */
		now.ereg = (((int)now.ereg)+1);
#ifdef VAR_RANGES
		logval("ereg", ((int)now.ereg));
#endif
		;
S_4445_0: /* 2 */
		spin_assert((((int)now.ereg)<12), "(ereg<12)", II, tt, t);
S_4446_0: /* 2 */
		now.eb = 0;
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
S_4447_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4448_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4449_0: /* 2 */
		if (q_full(now.helq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.helq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.helq, 0, ((int)now.ereg), 0, 0, 0, 0, 0, 0, 1);
S_4450_0: /* 2 */
		Printf("  edge says hello %d\n", ((int)now.ereg));
S_4486_0: /* 2 */
S_4451_0: /* 2 */
		if (!((((int)now.st)!=0)))
			goto S_4486_1;
S_4484_0: /* 2 */
S_4452_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4453_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_4454_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4455_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4456_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4457_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4480_0: /* 2 */
S_4458_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4480_1;
S_4459_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4460_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4481_0;
S_4480_1: /* 3 */
S_4461_0: /* 2 */
		/* else */;
S_4470_0: /* 2 */
S_4462_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4468_0: /* 2 */
S_4467_0: /* 2 */
S_4463_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4467_1;
S_4464_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4468_0; /* ';' */
S_4467_1: /* 3 */
S_4465_0: /* 2 */
		/* else */;
S_4466_0: /* 2 */
		goto S_4477_0;	/* 'goto' */
S_4467_2: /* 3 */
		Uerror("blocking sel in d_step (nr.4, near line 153)");
S_4469_0: /* 2 */
		goto S_4477_0;	/* 'break' */
		goto S_4477_0;
S_4477_0: /* 2 */
S_4471_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_4477_1;
S_4472_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4473_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4478_0;
S_4477_1: /* 3 */
S_4474_0: /* 2 */
		/* else */;
S_4475_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4476_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4478_0;
S_4477_2: /* 3 */
		Uerror("blocking sel in d_step (nr.5, near line 192)");
S_4478_0: /* 2 */
S_4479_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4481_0;
S_4480_2: /* 3 */
		Uerror("blocking sel in d_step (nr.6, near line 188)");
S_4481_0: /* 2 */
S_4482_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_4483_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_4487_0;
S_4486_1: /* 3 */
S_4485_0: /* 2 */
		/* else */;
		goto S_4487_0;
S_4486_2: /* 3 */
		Uerror("blocking sel in d_step (nr.7, near line 290)");
S_4487_0: /* 2 */
		goto S_4489_0;
S_4489_0: /* 2 */
		((P5 *)_this)->ch = 1;
#ifdef VAR_RANGES
		logval("Quiet:ch", ((int)((P5 *)_this)->ch));
#endif
		;
		goto S_4520_0;
S_4519_2: /* 3 */
S_4490_0: /* 2 */
		/* else */;
S_4500_0: /* 2 */
S_4491_0: /* 2 */
		if (!((((int)now.wb)>((int)now.eb))))
			goto S_4500_1;
S_4492_0: /* 2 */
		now.eb = ((int)now.wb);
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
S_4497_0: /* 2 */
S_4493_0: /* 2 */
		if (!((((int)now.st)!=0)))
			goto S_4497_1;
S_4494_0: /* 2 */
		now.need = 1;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4495_0: /* 2 */
		((P5 *)_this)->ch = 1;
#ifdef VAR_RANGES
		logval("Quiet:ch", ((int)((P5 *)_this)->ch));
#endif
		;
		goto S_4498_0;
S_4497_1: /* 3 */
S_4496_0: /* 2 */
		/* else */;
		goto S_4498_0;
S_4497_2: /* 3 */
		Uerror("blocking sel in d_step (nr.8, near line 634)");
S_4498_0: /* 2 */
		goto S_4501_0;
S_4500_1: /* 3 */
S_4499_0: /* 2 */
		/* else */;
		goto S_4501_0;
S_4500_2: /* 3 */
		Uerror("blocking sel in d_step (nr.9, near line 634)");
S_4501_0: /* 2 */
S_4510_0: /* 2 */
S_4502_0: /* 2 */
		if (!((((int)now.asked)==1)))
			goto S_4510_1;
S_4503_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4504_0: /* 2 */
		((P5 *)_this)->ch = 1;
#ifdef VAR_RANGES
		logval("Quiet:ch", ((int)((P5 *)_this)->ch));
#endif
		;
		goto S_4511_0;
S_4510_1: /* 3 */
S_4505_0: /* 2 */
		if (!((((int)now.asked)==2)))
			goto S_4510_2;
S_4506_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4507_0: /* 2 */
		now.need = 1;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4508_0: /* 2 */
		((P5 *)_this)->ch = 1;
#ifdef VAR_RANGES
		logval("Quiet:ch", ((int)((P5 *)_this)->ch));
#endif
		;
		goto S_4511_0;
S_4510_2: /* 3 */
S_4509_0: /* 2 */
		/* else */;
		goto S_4511_0;
S_4510_3: /* 3 */
		Uerror("blocking sel in d_step (nr.10, near line 637)");
S_4511_0: /* 2 */
S_4517_0: /* 2 */
S_4512_0: /* 2 */
		if (!(((((int)now.st)==0)&&((int)now.wint))))
			goto S_4517_1;
S_4513_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4514_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_4515_0: /* 2 */
		((P5 *)_this)->ch = 1;
#ifdef VAR_RANGES
		logval("Quiet:ch", ((int)((P5 *)_this)->ch));
#endif
		;
		goto S_4518_0;
S_4517_1: /* 3 */
S_4516_0: /* 2 */
		/* else */;
		goto S_4518_0;
S_4517_2: /* 3 */
		Uerror("blocking sel in d_step (nr.11, near line 642)");
S_4518_0: /* 2 */
		goto S_4520_0;
S_4519_3: /* 3 */
		Uerror("blocking sel in d_step (nr.12, near line 629)");
S_4520_0: /* 2 */
S_4521_0: /* 2 */
		((P5 *)_this)->x = 1;
#ifdef VAR_RANGES
		logval("Quiet:x", ((int)((P5 *)_this)->x));
#endif
		;
S_4536_0: /* 2 */
S_4535_0: /* 2 */
S_4522_0: /* 2 */
		if (!((((int)((P5 *)_this)->x)<=((int)now.nrq))))
			goto S_4535_1;
S_4530_0: /* 2 */
S_4523_0: /* 2 */
		if (!((((int)now.rst[ Index(((int)((P5 *)_this)->x), 4) ])==1)))
			goto S_4530_1;
S_4524_0: /* 2 */
		if (q_full(now.rq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rq);
		sprintf(simtmp, "%d", ((int)((P5 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.rk[ Index(((int)((P5 *)_this)->x), 4) ])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rq, 0, ((int)((P5 *)_this)->x), ((int)now.rk[ Index(((int)((P5 *)_this)->x), 4) ]), 0, 0, 0, 0, 0, 2);
S_4525_0: /* 2 */
		((P5 *)_this)->ch = 1;
#ifdef VAR_RANGES
		logval("Quiet:ch", ((int)((P5 *)_this)->ch));
#endif
		;
		goto S_4531_0;
S_4530_1: /* 3 */
S_4526_0: /* 2 */
		if (!(((((int)now.rst[ Index(((int)((P5 *)_this)->x), 4) ])==2)&&(((int)now.st)==2))))
			goto S_4530_2;
S_4527_0: /* 2 */
		now.need = 1;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4528_0: /* 2 */
		((P5 *)_this)->ch = 1;
#ifdef VAR_RANGES
		logval("Quiet:ch", ((int)((P5 *)_this)->ch));
#endif
		;
		goto S_4531_0;
S_4530_2: /* 3 */
S_4529_0: /* 2 */
		/* else */;
		goto S_4531_0;
S_4530_3: /* 3 */
		Uerror("blocking sel in d_step (nr.13, near line 647)");
S_4531_0: /* 2 */
S_4532_0: /* 2 */
		((P5 *)_this)->x = (((int)((P5 *)_this)->x)+1);
#ifdef VAR_RANGES
		logval("Quiet:x", ((int)((P5 *)_this)->x));
#endif
		;
		goto S_4536_0; /* ';' */
S_4535_1: /* 3 */
S_4533_0: /* 2 */
		/* else */;
S_4534_0: /* 2 */
		goto S_4689_0;	/* 'goto' */
S_4535_2: /* 3 */
		Uerror("blocking sel in d_step (nr.14, near line 645)");
S_4537_0: /* 2 */
		goto S_4689_0;	/* 'break' */
S_4689_0: /* 2 */
S_4681_0: /* 2 */
S_4538_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4681_1;
S_4603_0: /* 2 */
S_4539_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_4603_1;
S_4556_0: /* 2 */
S_4540_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_4541_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_4542_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_4543_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_4544_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4545_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_4546_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4547_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4548_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4549_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4550_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_4551_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4552_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_4553_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4554_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_4555_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_4604_0;
S_4603_1: /* 3 */
S_4557_0: /* 2 */
		/* else */;
S_4601_0: /* 2 */
S_4558_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_4601_1;
S_4591_0: /* 2 */
S_4559_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4560_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_4561_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4562_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4563_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4564_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4587_0: /* 2 */
S_4565_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4587_1;
S_4566_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4567_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4588_0;
S_4587_1: /* 3 */
S_4568_0: /* 2 */
		/* else */;
S_4577_0: /* 2 */
S_4569_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4575_0: /* 2 */
S_4574_0: /* 2 */
S_4570_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4574_1;
S_4571_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4575_0; /* ';' */
S_4574_1: /* 3 */
S_4572_0: /* 2 */
		/* else */;
S_4573_0: /* 2 */
		goto S_4584_0;	/* 'goto' */
S_4574_2: /* 3 */
		Uerror("blocking sel in d_step (nr.15, near line 153)");
S_4576_0: /* 2 */
		goto S_4584_0;	/* 'break' */
		goto S_4584_0;
S_4584_0: /* 2 */
S_4578_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_4584_1;
S_4579_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4580_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4585_0;
S_4584_1: /* 3 */
S_4581_0: /* 2 */
		/* else */;
S_4582_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4583_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4585_0;
S_4584_2: /* 3 */
		Uerror("blocking sel in d_step (nr.16, near line 192)");
S_4585_0: /* 2 */
S_4586_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4588_0;
S_4587_2: /* 3 */
		Uerror("blocking sel in d_step (nr.17, near line 188)");
S_4588_0: /* 2 */
S_4589_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_4590_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_4602_0;
S_4601_1: /* 3 */
S_4592_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_4601_2;
S_4599_0: /* 2 */
S_4593_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_4594_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4595_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4596_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4597_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_4598_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_4602_0;
		goto S_4602_0;
S_4601_2: /* 3 */
S_4600_0: /* 2 */
		/* else */;
		goto S_4602_0;
S_4601_3: /* 3 */
		Uerror("blocking sel in d_step (nr.18, near line 214)");
S_4602_0: /* 2 */
		goto S_4604_0;
S_4603_2: /* 3 */
		Uerror("blocking sel in d_step (nr.19, near line 211)");
S_4604_0: /* 2 */
		goto S_4682_0;
S_4681_1: /* 3 */
S_4605_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_4681_2;
S_4606_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4615_0: /* 2 */
S_4607_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4613_0: /* 2 */
S_4612_0: /* 2 */
S_4608_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4612_1;
S_4609_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4613_0; /* ';' */
S_4612_1: /* 3 */
S_4610_0: /* 2 */
		/* else */;
S_4611_0: /* 2 */
		goto S_4677_0;	/* 'goto' */
S_4612_2: /* 3 */
		Uerror("blocking sel in d_step (nr.20, near line 153)");
S_4614_0: /* 2 */
		goto S_4677_0;	/* 'break' */
		goto S_4677_0;
S_4677_0: /* 2 */
S_4616_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_4677_1;
S_4633_0: /* 2 */
S_4617_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_4618_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_4619_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_4620_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_4621_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4622_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_4623_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4624_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4625_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4626_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4627_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_4628_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4629_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_4630_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4631_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_4632_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_4678_0;
S_4677_1: /* 3 */
S_4634_0: /* 2 */
		/* else */;
S_4638_0: /* 2 */
S_4635_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_4638_1;
S_4636_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_4639_0;
S_4638_1: /* 3 */
S_4637_0: /* 2 */
		/* else */;
		goto S_4639_0;
S_4638_2: /* 3 */
		Uerror("blocking sel in d_step (nr.21, near line 226)");
S_4639_0: /* 2 */
S_4675_0: /* 2 */
S_4640_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_4675_1;
S_4673_0: /* 2 */
S_4641_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4642_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_4643_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4644_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4645_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4646_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4669_0: /* 2 */
S_4647_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4669_1;
S_4648_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4649_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4670_0;
S_4669_1: /* 3 */
S_4650_0: /* 2 */
		/* else */;
S_4659_0: /* 2 */
S_4651_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4657_0: /* 2 */
S_4656_0: /* 2 */
S_4652_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4656_1;
S_4653_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4657_0; /* ';' */
S_4656_1: /* 3 */
S_4654_0: /* 2 */
		/* else */;
S_4655_0: /* 2 */
		goto S_4666_0;	/* 'goto' */
S_4656_2: /* 3 */
		Uerror("blocking sel in d_step (nr.22, near line 153)");
S_4658_0: /* 2 */
		goto S_4666_0;	/* 'break' */
		goto S_4666_0;
S_4666_0: /* 2 */
S_4660_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_4666_1;
S_4661_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4662_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4667_0;
S_4666_1: /* 3 */
S_4663_0: /* 2 */
		/* else */;
S_4664_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4665_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4667_0;
S_4666_2: /* 3 */
		Uerror("blocking sel in d_step (nr.23, near line 192)");
S_4667_0: /* 2 */
S_4668_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4670_0;
S_4669_2: /* 3 */
		Uerror("blocking sel in d_step (nr.24, near line 188)");
S_4670_0: /* 2 */
S_4671_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_4672_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_4676_0;
S_4675_1: /* 3 */
S_4674_0: /* 2 */
		/* else */;
		goto S_4676_0;
S_4675_2: /* 3 */
		Uerror("blocking sel in d_step (nr.25, near line 230)");
S_4676_0: /* 2 */
		goto S_4678_0;
S_4677_2: /* 3 */
		Uerror("blocking sel in d_step (nr.26, near line 223)");
S_4678_0: /* 2 */
S_4679_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4682_0;
S_4681_2: /* 3 */
S_4680_0: /* 2 */
		/* else */;
		goto S_4682_0;
S_4681_3: /* 3 */
		Uerror("blocking sel in d_step (nr.27, near line 209)");
S_4682_0: /* 2 */
S_4687_0: /* 2 */
S_4683_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_4687_1;
S_4684_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_4685_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_4688_0;
S_4687_1: /* 3 */
S_4686_0: /* 2 */
		/* else */;
		goto S_4688_0;
S_4687_2: /* 3 */
		Uerror("blocking sel in d_step (nr.28, near line 234)");
S_4688_0: /* 2 */
		goto S_4690_0;
S_4690_0: /* 2 */
		((P5 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Quiet:x", ((int)((P5 *)_this)->x));
#endif
		;
S_4694_0: /* 2 */
S_4691_0: /* 2 */
		if (!( !(((int)((P5 *)_this)->ch))))
			goto S_4694_1;
S_4692_0: /* 2 */
		now.done = 1;
#ifdef VAR_RANGES
		logval("done", ((int)now.done));
#endif
		;
		goto S_4695_0;
S_4694_1: /* 3 */
S_4693_0: /* 2 */
		/* else */;
		goto S_4695_0;
S_4694_2: /* 3 */
		Uerror("blocking sel in d_step (nr.29, near line 656)");
S_4695_0: /* 2 */
		goto S_4700_0;
S_4700_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 5: // STATE 309 - delivery.pml:657 - [(done)] (0:0:0 - 1)
		IfNotBlocked
		reached[5][309] = 1;
		if (!(((int)now.done)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 6: // STATE 317 - delivery.pml:659 - [x = 1] (0:323:1 - 3)
		IfNotBlocked
		reached[5][317] = 1;
		(trpt+1)->bup.oval = ((int)((P5 *)_this)->x);
		((P5 *)_this)->x = 1;
#ifdef VAR_RANGES
		logval("Quiet:x", ((int)((P5 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 324, 323) */
		reached[5][324] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 7: // STATE 318 - delivery.pml:660 - [((x<=nrq))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][318] = 1;
		if (!((((int)((P5 *)_this)->x)<=((int)now.nrq))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 8: // STATE 319 - delivery.pml:660 - [assert((rst[x]==3))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][319] = 1;
		spin_assert((((int)now.rst[ Index(((int)((P5 *)_this)->x), 4) ])==3), "(rst[x]==3)", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 9: // STATE 320 - delivery.pml:660 - [x = (x+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[5][320] = 1;
		(trpt+1)->bup.oval = ((int)((P5 *)_this)->x);
		((P5 *)_this)->x = (((int)((P5 *)_this)->x)+1);
#ifdef VAR_RANGES
		logval("Quiet:x", ((int)((P5 *)_this)->x));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 10: // STATE 326 - delivery.pml:661 - [assert((sk!=1))] (0:0:0 - 3)
		IfNotBlocked
		reached[5][326] = 1;
		spin_assert((((int)now.sk)!=1), "(sk!=1)", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 11: // STATE 327 - delivery.pml:662 - [assert((st!=1))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][327] = 1;
		spin_assert((((int)now.st)!=1), "(st!=1)", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 12: // STATE 328 - delivery.pml:663 - [assert(!(((st==2)&&(sp!=head[se]))))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][328] = 1;
		spin_assert( !(((((int)now.st)==2)&&(((int)now.sp)!=((int)now.head[ Index(((int)now.se), 2) ])))), " !(((st==2)&&(sp!=head[se])))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 13: // STATE 329 - delivery.pml:664 - [assert(!(((st==0)&&wint)))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][329] = 1;
		spin_assert( !(((((int)now.st)==0)&&((int)now.wint))), " !(((st==0)&&wint))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 14: // STATE 330 - delivery.pml:665 - [assert(!(((st==2)&&!(wint))))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][330] = 1;
		spin_assert( !(((((int)now.st)==2)&& !(((int)now.wint)))), " !(((st==2)&& !(wint)))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 15: // STATE 331 - delivery.pml:666 - [x = (gpos+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[5][331] = 1;
		(trpt+1)->bup.oval = ((int)((P5 *)_this)->x);
		((P5 *)_this)->x = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("Quiet:x", ((int)((P5 *)_this)->x));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 16: // STATE 332 - delivery.pml:667 - [(((sk==2)&&(x<16)))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][332] = 1;
		if (!(((((int)now.sk)==2)&&(((int)((P5 *)_this)->x)<16))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 17: // STATE 333 - delivery.pml:667 - [assert(!((adr[x]&&(x>gopt))))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][333] = 1;
		spin_assert( !((((int)now.adr[ Index(((int)((P5 *)_this)->x), 16) ])&&(((int)((P5 *)_this)->x)>((int)now.gopt)))), " !((adr[x]&&(x>gopt)))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 18: // STATE 334 - delivery.pml:667 - [x = (x+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[5][334] = 1;
		(trpt+1)->bup.oval = ((int)((P5 *)_this)->x);
		((P5 *)_this)->x = (((int)((P5 *)_this)->x)+1);
#ifdef VAR_RANGES
		logval("Quiet:x", ((int)((P5 *)_this)->x));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 19: // STATE 340 - delivery.pml:668 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[5][340] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Edge */
	case 20: // STATE 1 - delivery.pml:488 - [(((((nrq<1)&&(sk==2))&&!(done))&&((nrq<1)||(rst[((nrq+1)-1)]==3))))] (10:0:2 - 1)
		IfNotBlocked
		reached[4][1] = 1;
		if (!(((((((int)now.nrq)<1)&&(((int)now.sk)==2))&& !(((int)now.done)))&&((((int)now.nrq)<1)||(((int)now.rst[ Index(((((int)now.nrq)+1)-1), 4) ])==3)))))
			continue;
		/* merge: nrq = (nrq+1)(10, 2, 10) */
		reached[4][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.nrq);
		now.nrq = (((int)now.nrq)+1);
#ifdef VAR_RANGES
		logval("nrq", ((int)now.nrq));
#endif
		;
		/* merge: rst[nrq] = 1(10, 3, 10) */
		reached[4][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.rst[ Index(((int)now.nrq), 4) ]);
		now.rst[ Index(now.nrq, 4) ] = 1;
#ifdef VAR_RANGES
		logval("rst[nrq]", ((int)now.rst[ Index(((int)now.nrq), 4) ]));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 21: // STATE 4 - delivery.pml:491 - [rk[nrq] = 1] (0:13:1 - 1)
		IfNotBlocked
		reached[4][4] = 1;
		(trpt+1)->bup.oval = ((int)now.rk[ Index(((int)now.nrq), 4) ]);
		now.rk[ Index(now.nrq, 4) ] = 1;
#ifdef VAR_RANGES
		logval("rk[nrq]", ((int)now.rk[ Index(((int)now.nrq), 4) ]));
#endif
		;
		/* merge: .(goto)(13, 11, 13) */
		reached[4][11] = 1;
		;
		/* merge: printf('SOCKET SENDS request %d kind %d\\n',nrq,rk[nrq])(13, 12, 13) */
		reached[4][12] = 1;
		Printf("SOCKET SENDS request %d kind %d\n", ((int)now.nrq), ((int)now.rk[ Index(((int)now.nrq), 4) ]));
		_m = 3; goto P999; /* 2 */
	case 22: // STATE 5 - delivery.pml:492 - [rk[nrq] = 2] (0:13:1 - 1)
		IfNotBlocked
		reached[4][5] = 1;
		(trpt+1)->bup.oval = ((int)now.rk[ Index(((int)now.nrq), 4) ]);
		now.rk[ Index(now.nrq, 4) ] = 2;
#ifdef VAR_RANGES
		logval("rk[nrq]", ((int)now.rk[ Index(((int)now.nrq), 4) ]));
#endif
		;
		/* merge: .(goto)(13, 11, 13) */
		reached[4][11] = 1;
		;
		/* merge: printf('SOCKET SENDS request %d kind %d\\n',nrq,rk[nrq])(13, 12, 13) */
		reached[4][12] = 1;
		Printf("SOCKET SENDS request %d kind %d\n", ((int)now.nrq), ((int)now.rk[ Index(((int)now.nrq), 4) ]));
		_m = 3; goto P999; /* 2 */
	case 23: // STATE 6 - delivery.pml:493 - [rk[nrq] = 3] (0:13:1 - 1)
		IfNotBlocked
		reached[4][6] = 1;
		(trpt+1)->bup.oval = ((int)now.rk[ Index(((int)now.nrq), 4) ]);
		now.rk[ Index(now.nrq, 4) ] = 3;
#ifdef VAR_RANGES
		logval("rk[nrq]", ((int)now.rk[ Index(((int)now.nrq), 4) ]));
#endif
		;
		/* merge: .(goto)(13, 11, 13) */
		reached[4][11] = 1;
		;
		/* merge: printf('SOCKET SENDS request %d kind %d\\n',nrq,rk[nrq])(13, 12, 13) */
		reached[4][12] = 1;
		Printf("SOCKET SENDS request %d kind %d\n", ((int)now.nrq), ((int)now.rk[ Index(((int)now.nrq), 4) ]));
		_m = 3; goto P999; /* 2 */
	case 24: // STATE 7 - delivery.pml:494 - [rk[nrq] = 4] (0:13:1 - 1)
		IfNotBlocked
		reached[4][7] = 1;
		(trpt+1)->bup.oval = ((int)now.rk[ Index(((int)now.nrq), 4) ]);
		now.rk[ Index(now.nrq, 4) ] = 4;
#ifdef VAR_RANGES
		logval("rk[nrq]", ((int)now.rk[ Index(((int)now.nrq), 4) ]));
#endif
		;
		/* merge: .(goto)(13, 11, 13) */
		reached[4][11] = 1;
		;
		/* merge: printf('SOCKET SENDS request %d kind %d\\n',nrq,rk[nrq])(13, 12, 13) */
		reached[4][12] = 1;
		Printf("SOCKET SENDS request %d kind %d\n", ((int)now.nrq), ((int)now.rk[ Index(((int)now.nrq), 4) ]));
		_m = 3; goto P999; /* 2 */
	case 25: // STATE 8 - delivery.pml:495 - [rk[nrq] = 5] (0:13:1 - 1)
		IfNotBlocked
		reached[4][8] = 1;
		(trpt+1)->bup.oval = ((int)now.rk[ Index(((int)now.nrq), 4) ]);
		now.rk[ Index(now.nrq, 4) ] = 5;
#ifdef VAR_RANGES
		logval("rk[nrq]", ((int)now.rk[ Index(((int)now.nrq), 4) ]));
#endif
		;
		/* merge: .(goto)(13, 11, 13) */
		reached[4][11] = 1;
		;
		/* merge: printf('SOCKET SENDS request %d kind %d\\n',nrq,rk[nrq])(13, 12, 13) */
		reached[4][12] = 1;
		Printf("SOCKET SENDS request %d kind %d\n", ((int)now.nrq), ((int)now.rk[ Index(((int)now.nrq), 4) ]));
		_m = 3; goto P999; /* 2 */
	case 26: // STATE 9 - delivery.pml:496 - [rk[nrq] = 6] (0:13:1 - 1)
		IfNotBlocked
		reached[4][9] = 1;
		(trpt+1)->bup.oval = ((int)now.rk[ Index(((int)now.nrq), 4) ]);
		now.rk[ Index(now.nrq, 4) ] = 6;
#ifdef VAR_RANGES
		logval("rk[nrq]", ((int)now.rk[ Index(((int)now.nrq), 4) ]));
#endif
		;
		/* merge: .(goto)(13, 11, 13) */
		reached[4][11] = 1;
		;
		/* merge: printf('SOCKET SENDS request %d kind %d\\n',nrq,rk[nrq])(13, 12, 13) */
		reached[4][12] = 1;
		Printf("SOCKET SENDS request %d kind %d\n", ((int)now.nrq), ((int)now.rk[ Index(((int)now.nrq), 4) ]));
		_m = 3; goto P999; /* 2 */
	case 27: // STATE 12 - delivery.pml:498 - [printf('SOCKET SENDS request %d kind %d\\n',nrq,rk[nrq])] (0:13:0 - 7)
		IfNotBlocked
		reached[4][12] = 1;
		Printf("SOCKET SENDS request %d kind %d\n", ((int)now.nrq), ((int)now.rk[ Index(((int)now.nrq), 4) ]));
		_m = 3; goto P999; /* 0 */
	case 28: // STATE 13 - delivery.pml:499 - [rq!nrq,rk[nrq]] (0:0:0 - 1)
		IfNotBlocked
		reached[4][13] = 1;
		if (q_full(now.rq))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rq);
		sprintf(simtmp, "%d", ((int)now.nrq)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.rk[ Index(((int)now.nrq), 4) ])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rq, 0, ((int)now.nrq), ((int)now.rk[ Index(((int)now.nrq), 4) ]), 0, 0, 0, 0, 0, 2);
		_m = 2; goto P999; /* 0 */
	case 29: // STATE 263 - delivery.pml:500 - [D_STEP500]
		if (!(((q_len(now.rp)))))
			continue;

		reached[4][263] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1007_0: /* 2 */
		if (q_len(now.rp) == 0) Uerror("block in d_step seq");

		XX=1;
		((P4 *)_this)->n = qrecv(now.rp, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Edge:n", ((int)((P4 *)_this)->n));
#endif
		;
		((P4 *)_this)->ok = qrecv(now.rp, XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("Edge:ok", ((int)((P4 *)_this)->ok));
#endif
		;
		((P4 *)_this)->e = qrecv(now.rp, XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("Edge:e", ((int)((P4 *)_this)->e));
#endif
		;
		((P4 *)_this)->f = qrecv(now.rp, XX-1, 3, 0);
#ifdef VAR_RANGES
		logval("Edge:f", ((int)((P4 *)_this)->f));
#endif
		;
		((P4 *)_this)->h = qrecv(now.rp, XX-1, 4, 0);
#ifdef VAR_RANGES
		logval("Edge:h", ((int)((P4 *)_this)->h));
#endif
		;
		((P4 *)_this)->s = qrecv(now.rp, XX-1, 5, 1);
#ifdef VAR_RANGES
		logval("Edge:s", ((int)((P4 *)_this)->s));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rp);
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->n)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->ok)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->e)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->f)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->h)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->s)); strcat(simvals, simtmp);		}
#endif
		;
S_1008_0: /* 2 */
		Printf("edge reads answer %d ok %d: %d.%d first %d\n", ((int)((P4 *)_this)->n), ((int)((P4 *)_this)->ok), ((int)((P4 *)_this)->e), ((int)((P4 *)_this)->h), ((int)((P4 *)_this)->f));
S_1244_0: /* 2 */
S_1009_0: /* 2 */
		if (!((((int)now.rst[ Index(((int)((P4 *)_this)->n), 4) ])!=1)))
			goto S_1244_1;
S_1010_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_1245_0;
S_1244_1: /* 3 */
S_1011_0: /* 2 */
		if (!((((((int)now.rst[ Index(((int)((P4 *)_this)->n), 4) ])==1)&&(((int)((P4 *)_this)->n)>1))&&(((int)now.rst[ Index((((int)((P4 *)_this)->n)-1), 4) ])==1))))
			goto S_1244_2;
S_1012_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_1245_0;
S_1244_2: /* 3 */
S_1013_0: /* 2 */
		/* else */;
S_1014_0: /* 2 */
		now.rst[ Index(((P4 *)_this)->n, 4) ] = 2;
#ifdef VAR_RANGES
		logval("rst[Edge:n]", ((int)now.rst[ Index(((int)((P4 *)_this)->n), 4) ]));
#endif
		;
S_1015_0: /* 2 */
		now.re[ Index(((P4 *)_this)->n, 4) ] = ((int)((P4 *)_this)->e);
#ifdef VAR_RANGES
		logval("re[Edge:n]", ((int)now.re[ Index(((int)((P4 *)_this)->n), 4) ]));
#endif
		;
S_1016_0: /* 2 */
		now.rn[ Index(((P4 *)_this)->n, 4) ] = ((int)((P4 *)_this)->h);
#ifdef VAR_RANGES
		logval("rn[Edge:n]", ((int)now.rn[ Index(((int)((P4 *)_this)->n), 4) ]));
#endif
		;
S_1090_0: /* 2 */
S_1017_0: /* 2 */
		if (!(((((int)((P4 *)_this)->ok)&&(((int)now.rk[ Index(((int)((P4 *)_this)->n), 4) ])<=2))&&(((int)((P4 *)_this)->f)!=0))))
			goto S_1090_1;
S_1052_0: /* 2 */
S_1018_0: /* 2 */
		Printf("  edge learns: u added at %d.%d\n", (((((int)((P4 *)_this)->e)*8)+((int)((P4 *)_this)->f))>>3), (((((int)((P4 *)_this)->e)*8)+((int)((P4 *)_this)->f))&7));
S_1050_0: /* 2 */
S_1019_0: /* 2 */
		if (!(((((((int)((P4 *)_this)->e)*8)+((int)((P4 *)_this)->f))<=((int)now.ud))||(((int)now.uatt)&&(((((int)((P4 *)_this)->e)*8)+((int)((P4 *)_this)->f))<=((((int)now.se)*8)+((int)now.sp)))))))
			goto S_1050_1;
S_1020_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_1051_0;
S_1050_1: /* 3 */
S_1021_0: /* 2 */
		/* else */;
S_1022_0: /* 2 */
		now.uh = (now.uh|(1<<((((int)((P4 *)_this)->e)*8)+((int)((P4 *)_this)->f))));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
S_1042_0: /* 2 */
S_1023_0: /* 2 */
		if (!((((((int)now.st)==2)&& !(((int)now.uatt)))&&(((((int)((P4 *)_this)->e)*8)+((int)((P4 *)_this)->f))<=((((int)now.se)*8)+((int)now.sp))))))
			goto S_1042_1;
S_1040_0: /* 2 */
S_1024_0: /* 2 */
		now.uhead = 0;
#ifdef VAR_RANGES
		logval("uhead", ((int)now.uhead));
#endif
		;
S_1038_0: /* 2 */
S_1025_0: /* 2 */
		if (!((((int)now.ud)>((((int)now.se)*8)+((int)now.sp)))))
			goto S_1038_1;
S_1027_0: /* 2 */
S_1026_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.ud)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1039_0;
S_1038_1: /* 3 */
S_1028_0: /* 2 */
		/* else */;
S_1029_0: /* 2 */
		now.ud = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_1031_0: /* 2 */
S_1030_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((((int)now.se)*8)+((int)now.sp))+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1032_0;
S_1032_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1036_0: /* 2 */
S_1033_0: /* 2 */
		if (!((((int)now.sk)==1)))
			goto S_1036_1;
S_1034_0: /* 2 */
		now.gpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
		goto S_1037_0;
S_1036_1: /* 3 */
S_1035_0: /* 2 */
		/* else */;
		goto S_1037_0;
S_1036_2: /* 3 */
		Uerror("blocking sel in d_step (nr.30, near line 161)");
S_1037_0: /* 2 */
		goto S_1039_0;
S_1038_2: /* 3 */
		Uerror("blocking sel in d_step (nr.31, near line 159)");
S_1039_0: /* 2 */
		goto S_1043_0;
S_1042_1: /* 3 */
S_1041_0: /* 2 */
		/* else */;
		goto S_1043_0;
S_1042_2: /* 3 */
		Uerror("blocking sel in d_step (nr.32, near line 171)");
S_1043_0: /* 2 */
S_1048_0: /* 2 */
S_1044_0: /* 2 */
		if (!((((int)now.st)==0)))
			goto S_1048_1;
S_1045_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_1046_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
		goto S_1049_0;
S_1048_1: /* 3 */
S_1047_0: /* 2 */
		/* else */;
		goto S_1049_0;
S_1048_2: /* 3 */
		Uerror("blocking sel in d_step (nr.33, near line 180)");
S_1049_0: /* 2 */
		goto S_1051_0;
S_1050_2: /* 3 */
		Uerror("blocking sel in d_step (nr.34, near line 167)");
S_1051_0: /* 2 */
		goto S_1091_0;
S_1090_1: /* 3 */
S_1053_0: /* 2 */
		if (!(((((int)((P4 *)_this)->ok)&&(((int)now.rk[ Index(((int)((P4 *)_this)->n), 4) ])==2))&&(((int)((P4 *)_this)->f)==0))))
			goto S_1090_2;
S_1054_0: /* 2 */
		((P4 *)_this)->i = ((((int)((P4 *)_this)->e)*8)+((int)((P4 *)_this)->h));
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
S_1087_0: /* 2 */
S_1055_0: /* 2 */
		if (!(((((int)((P4 *)_this)->i)<=((int)now.ud))||(((int)now.uatt)&&(((int)((P4 *)_this)->i)<=((((int)now.se)*8)+((int)now.sp)))))))
			goto S_1087_1;
S_1056_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_1088_0;
S_1087_1: /* 3 */
S_1057_0: /* 2 */
		/* else */;
S_1085_0: /* 2 */
S_1058_0: /* 2 */
		if (!((((((int)now.st)==2)&& !(((int)now.uatt)))&&(((int)((P4 *)_this)->i)<=((((int)now.se)*8)+((int)now.sp))))))
			goto S_1085_1;
S_1075_0: /* 2 */
S_1059_0: /* 2 */
		now.uhead = 0;
#ifdef VAR_RANGES
		logval("uhead", ((int)now.uhead));
#endif
		;
S_1073_0: /* 2 */
S_1060_0: /* 2 */
		if (!((((int)now.ud)>((((int)now.se)*8)+((int)now.sp)))))
			goto S_1073_1;
S_1062_0: /* 2 */
S_1061_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.ud)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1074_0;
S_1073_1: /* 3 */
S_1063_0: /* 2 */
		/* else */;
S_1064_0: /* 2 */
		now.ud = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_1066_0: /* 2 */
S_1065_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((((int)now.se)*8)+((int)now.sp))+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1067_0;
S_1067_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1071_0: /* 2 */
S_1068_0: /* 2 */
		if (!((((int)now.sk)==1)))
			goto S_1071_1;
S_1069_0: /* 2 */
		now.gpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
		goto S_1072_0;
S_1071_1: /* 3 */
S_1070_0: /* 2 */
		/* else */;
		goto S_1072_0;
S_1071_2: /* 3 */
		Uerror("blocking sel in d_step (nr.35, near line 161)");
S_1072_0: /* 2 */
		goto S_1074_0;
S_1073_2: /* 3 */
		Uerror("blocking sel in d_step (nr.36, near line 159)");
S_1074_0: /* 2 */
		goto S_1086_0;
S_1085_1: /* 3 */
S_1076_0: /* 2 */
		if (!(((((int)now.st)==2)&&(((int)((P4 *)_this)->i)>((((int)now.se)*8)+((int)now.sp))))))
			goto S_1085_2;
S_1077_0: /* 2 */
		now.uh = (now.uh|(1<<((int)((P4 *)_this)->i)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1086_0;
S_1085_2: /* 3 */
S_1078_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_1085_3;
S_1079_0: /* 2 */
		now.uhead = 1;
#ifdef VAR_RANGES
		logval("uhead", ((int)now.uhead));
#endif
		;
		goto S_1086_0;
S_1085_3: /* 3 */
S_1080_0: /* 2 */
		if (!((((int)now.st)==0)))
			goto S_1085_4;
S_1081_0: /* 2 */
		now.uhead = 1;
#ifdef VAR_RANGES
		logval("uhead", ((int)now.uhead));
#endif
		;
S_1082_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_1083_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
		goto S_1086_0;
S_1085_4: /* 3 */
S_1084_0: /* 2 */
		/* else */;
		goto S_1086_0;
S_1085_5: /* 3 */
		Uerror("blocking sel in d_step (nr.37, near line 523)");
S_1086_0: /* 2 */
		goto S_1088_0;
S_1087_2: /* 3 */
		Uerror("blocking sel in d_step (nr.38, near line 516)");
S_1088_0: /* 2 */
		goto S_1091_0;
S_1090_2: /* 3 */
S_1089_0: /* 2 */
		/* else */;
		goto S_1091_0;
S_1090_3: /* 3 */
		Uerror("blocking sel in d_step (nr.39, near line 509)");
S_1091_0: /* 2 */
S_1243_0: /* 2 */
S_1235_0: /* 2 */
S_1092_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_1235_1;
S_1157_0: /* 2 */
S_1093_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_1157_1;
S_1110_0: /* 2 */
S_1094_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_1095_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_1096_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_1097_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_1098_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1099_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1100_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1101_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1102_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1103_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1104_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_1105_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1106_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1107_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1108_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_1109_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_1158_0;
S_1157_1: /* 3 */
S_1111_0: /* 2 */
		/* else */;
S_1155_0: /* 2 */
S_1112_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_1155_1;
S_1145_0: /* 2 */
S_1113_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1114_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_1115_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1116_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1117_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1118_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1141_0: /* 2 */
S_1119_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_1141_1;
S_1120_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1121_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1142_0;
S_1141_1: /* 3 */
S_1122_0: /* 2 */
		/* else */;
S_1131_0: /* 2 */
S_1123_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_1129_0: /* 2 */
S_1128_0: /* 2 */
S_1124_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_1128_1;
S_1125_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1129_0; /* ';' */
S_1128_1: /* 3 */
S_1126_0: /* 2 */
		/* else */;
S_1127_0: /* 2 */
		goto S_1138_0;	/* 'goto' */
S_1128_2: /* 3 */
		Uerror("blocking sel in d_step (nr.40, near line 153)");
S_1130_0: /* 2 */
		goto S_1138_0;	/* 'break' */
		goto S_1138_0;
S_1138_0: /* 2 */
S_1132_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_1138_1;
S_1133_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1134_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1139_0;
S_1138_1: /* 3 */
S_1135_0: /* 2 */
		/* else */;
S_1136_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1137_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1139_0;
S_1138_2: /* 3 */
		Uerror("blocking sel in d_step (nr.41, near line 192)");
S_1139_0: /* 2 */
S_1140_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1142_0;
S_1141_2: /* 3 */
		Uerror("blocking sel in d_step (nr.42, near line 188)");
S_1142_0: /* 2 */
S_1143_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_1144_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_1156_0;
S_1155_1: /* 3 */
S_1146_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_1155_2;
S_1153_0: /* 2 */
S_1147_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_1148_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1149_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1150_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1151_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_1152_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_1156_0;
		goto S_1156_0;
S_1155_2: /* 3 */
S_1154_0: /* 2 */
		/* else */;
		goto S_1156_0;
S_1155_3: /* 3 */
		Uerror("blocking sel in d_step (nr.43, near line 214)");
S_1156_0: /* 2 */
		goto S_1158_0;
S_1157_2: /* 3 */
		Uerror("blocking sel in d_step (nr.44, near line 211)");
S_1158_0: /* 2 */
		goto S_1236_0;
S_1235_1: /* 3 */
S_1159_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_1235_2;
S_1160_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1169_0: /* 2 */
S_1161_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_1167_0: /* 2 */
S_1166_0: /* 2 */
S_1162_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_1166_1;
S_1163_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1167_0; /* ';' */
S_1166_1: /* 3 */
S_1164_0: /* 2 */
		/* else */;
S_1165_0: /* 2 */
		goto S_1231_0;	/* 'goto' */
S_1166_2: /* 3 */
		Uerror("blocking sel in d_step (nr.45, near line 153)");
S_1168_0: /* 2 */
		goto S_1231_0;	/* 'break' */
		goto S_1231_0;
S_1231_0: /* 2 */
S_1170_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_1231_1;
S_1187_0: /* 2 */
S_1171_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_1172_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_1173_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_1174_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_1175_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1176_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1177_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1178_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1179_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1180_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1181_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_1182_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1183_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1184_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1185_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_1186_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_1232_0;
S_1231_1: /* 3 */
S_1188_0: /* 2 */
		/* else */;
S_1192_0: /* 2 */
S_1189_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_1192_1;
S_1190_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_1193_0;
S_1192_1: /* 3 */
S_1191_0: /* 2 */
		/* else */;
		goto S_1193_0;
S_1192_2: /* 3 */
		Uerror("blocking sel in d_step (nr.46, near line 226)");
S_1193_0: /* 2 */
S_1229_0: /* 2 */
S_1194_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_1229_1;
S_1227_0: /* 2 */
S_1195_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1196_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_1197_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1198_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1199_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1200_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1223_0: /* 2 */
S_1201_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_1223_1;
S_1202_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1203_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1224_0;
S_1223_1: /* 3 */
S_1204_0: /* 2 */
		/* else */;
S_1213_0: /* 2 */
S_1205_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_1211_0: /* 2 */
S_1210_0: /* 2 */
S_1206_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_1210_1;
S_1207_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1211_0; /* ';' */
S_1210_1: /* 3 */
S_1208_0: /* 2 */
		/* else */;
S_1209_0: /* 2 */
		goto S_1220_0;	/* 'goto' */
S_1210_2: /* 3 */
		Uerror("blocking sel in d_step (nr.47, near line 153)");
S_1212_0: /* 2 */
		goto S_1220_0;	/* 'break' */
		goto S_1220_0;
S_1220_0: /* 2 */
S_1214_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_1220_1;
S_1215_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1216_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1221_0;
S_1220_1: /* 3 */
S_1217_0: /* 2 */
		/* else */;
S_1218_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1219_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1221_0;
S_1220_2: /* 3 */
		Uerror("blocking sel in d_step (nr.48, near line 192)");
S_1221_0: /* 2 */
S_1222_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1224_0;
S_1223_2: /* 3 */
		Uerror("blocking sel in d_step (nr.49, near line 188)");
S_1224_0: /* 2 */
S_1225_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_1226_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_1230_0;
S_1229_1: /* 3 */
S_1228_0: /* 2 */
		/* else */;
		goto S_1230_0;
S_1229_2: /* 3 */
		Uerror("blocking sel in d_step (nr.50, near line 230)");
S_1230_0: /* 2 */
		goto S_1232_0;
S_1231_2: /* 3 */
		Uerror("blocking sel in d_step (nr.51, near line 223)");
S_1232_0: /* 2 */
S_1233_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1236_0;
S_1235_2: /* 3 */
S_1234_0: /* 2 */
		/* else */;
		goto S_1236_0;
S_1235_3: /* 3 */
		Uerror("blocking sel in d_step (nr.52, near line 209)");
S_1236_0: /* 2 */
S_1241_0: /* 2 */
S_1237_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_1241_1;
S_1238_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_1239_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_1242_0;
S_1241_1: /* 3 */
S_1240_0: /* 2 */
		/* else */;
		goto S_1242_0;
S_1241_2: /* 3 */
		Uerror("blocking sel in d_step (nr.53, near line 234)");
S_1242_0: /* 2 */
		goto S_1245_0;
		goto S_1245_0;
S_1244_3: /* 3 */
		Uerror("blocking sel in d_step (nr.54, near line 502)");
S_1245_0: /* 2 */
S_1246_0: /* 2 */
		((P4 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval("Edge:n", ((int)((P4 *)_this)->n));
#endif
		;
S_1247_0: /* 2 */
		((P4 *)_this)->gg = 0;
#ifdef VAR_RANGES
		logval("Edge:gg", ((int)((P4 *)_this)->gg));
#endif
		;
S_1248_0: /* 2 */
		((P4 *)_this)->ok = 0;
#ifdef VAR_RANGES
		logval("Edge:ok", ((int)((P4 *)_this)->ok));
#endif
		;
S_1249_0: /* 2 */
		((P4 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Edge:e", ((int)((P4 *)_this)->e));
#endif
		;
S_1250_0: /* 2 */
		((P4 *)_this)->f = 0;
#ifdef VAR_RANGES
		logval("Edge:f", ((int)((P4 *)_this)->f));
#endif
		;
S_1251_0: /* 2 */
		((P4 *)_this)->h = 0;
#ifdef VAR_RANGES
		logval("Edge:h", ((int)((P4 *)_this)->h));
#endif
		;
S_1252_0: /* 2 */
		((P4 *)_this)->pi = 0;
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_1253_0: /* 2 */
		((P4 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
S_1254_0: /* 2 */
		((P4 *)_this)->s = 0;
#ifdef VAR_RANGES
		logval("Edge:s", ((int)((P4 *)_this)->s));
#endif
		;
		goto S_4386_0;
S_4386_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 4; goto P999;

	case 30: // STATE 280 - delivery.pml:536 - [D_STEP536]
		if (!(boq == -1 && ((((int)now.rst[1])==2)&&(((((int)now.st)==0)||((((int)now.st)==2)&&(((((int)now.re[1])*8)+((int)now.rn[1]))<=((((int)now.se)*8)+((int)now.sp)))))||((((int)now.st)==1)&&(((((int)now.re[1])*8)+((int)now.rn[1]))<=((int)now.lastp)))))))
			continue;

		reached[4][280] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1256_0: /* 2 */
		if (!(((((int)now.rst[1])==2)&&(((((int)now.st)==0)||((((int)now.st)==2)&&(((((int)now.re[1])*8)+((int)now.rn[1]))<=((((int)now.se)*8)+((int)now.sp)))))||((((int)now.st)==1)&&(((((int)now.re[1])*8)+((int)now.rn[1]))<=((int)now.lastp)))))))
			Uerror("block in d_step seq");
S_1271_0: /* 2 */
S_1257_0: /* 2 */
		now.rst[1] = 3;
#ifdef VAR_RANGES
		logval("rst[1]", ((int)now.rst[1]));
#endif
		;
S_1258_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1259_0: /* 2 */
		Printf("    socket gets response %d (%d.%d)\n", 1, ((int)now.re[1]), ((int)now.rn[1]));
S_1266_0: /* 2 */
S_1265_0: /* 2 */
S_1260_0: /* 2 */
		if (!((((int)now.g)<=((((int)now.re[1])*8)+((int)now.rn[1])))))
			goto S_1265_1;
S_1261_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1262_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1266_0; /* ';' */
S_1265_1: /* 3 */
S_1263_0: /* 2 */
		/* else */;
S_1264_0: /* 2 */
		goto S_1268_0;	/* 'goto' */
S_1265_2: /* 3 */
		Uerror("blocking sel in d_step (nr.55, near line 126)");
S_1267_0: /* 2 */
		goto S_1268_0;	/* 'break' */
S_1268_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1269_0: /* 2 */
		now.re[1] = 0;
#ifdef VAR_RANGES
		logval("re[1]", ((int)now.re[1]));
#endif
		;
S_1270_0: /* 2 */
		now.rn[1] = 0;
#ifdef VAR_RANGES
		logval("rn[1]", ((int)now.rn[1]));
#endif
		;
		goto S_4386_0; /* ';' */
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 31: // STATE 297 - delivery.pml:537 - [D_STEP537]
		if (!(boq == -1 && (((((int)now.rst[2])==2)&&(((int)now.rst[1])==3))&&(((((int)now.st)==0)||((((int)now.st)==2)&&(((((int)now.re[2])*8)+((int)now.rn[2]))<=((((int)now.se)*8)+((int)now.sp)))))||((((int)now.st)==1)&&(((((int)now.re[2])*8)+((int)now.rn[2]))<=((int)now.lastp)))))))
			continue;

		reached[4][297] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1273_0: /* 2 */
		if (!((((((int)now.rst[2])==2)&&(((int)now.rst[1])==3))&&(((((int)now.st)==0)||((((int)now.st)==2)&&(((((int)now.re[2])*8)+((int)now.rn[2]))<=((((int)now.se)*8)+((int)now.sp)))))||((((int)now.st)==1)&&(((((int)now.re[2])*8)+((int)now.rn[2]))<=((int)now.lastp)))))))
			Uerror("block in d_step seq");
S_1288_0: /* 2 */
S_1274_0: /* 2 */
		now.rst[2] = 3;
#ifdef VAR_RANGES
		logval("rst[2]", ((int)now.rst[2]));
#endif
		;
S_1275_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1276_0: /* 2 */
		Printf("    socket gets response %d (%d.%d)\n", 2, ((int)now.re[2]), ((int)now.rn[2]));
S_1283_0: /* 2 */
S_1282_0: /* 2 */
S_1277_0: /* 2 */
		if (!((((int)now.g)<=((((int)now.re[2])*8)+((int)now.rn[2])))))
			goto S_1282_1;
S_1278_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1279_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1283_0; /* ';' */
S_1282_1: /* 3 */
S_1280_0: /* 2 */
		/* else */;
S_1281_0: /* 2 */
		goto S_1285_0;	/* 'goto' */
S_1282_2: /* 3 */
		Uerror("blocking sel in d_step (nr.56, near line 126)");
S_1284_0: /* 2 */
		goto S_1285_0;	/* 'break' */
S_1285_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1286_0: /* 2 */
		now.re[2] = 0;
#ifdef VAR_RANGES
		logval("re[2]", ((int)now.re[2]));
#endif
		;
S_1287_0: /* 2 */
		now.rn[2] = 0;
#ifdef VAR_RANGES
		logval("rn[2]", ((int)now.rn[2]));
#endif
		;
		goto S_4386_0; /* ';' */
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 32: // STATE 314 - delivery.pml:538 - [D_STEP538]
		if (!(boq == -1 && (((((int)now.rst[3])==2)&&(((int)now.rst[2])==3))&&(((((int)now.st)==0)||((((int)now.st)==2)&&(((((int)now.re[3])*8)+((int)now.rn[3]))<=((((int)now.se)*8)+((int)now.sp)))))||((((int)now.st)==1)&&(((((int)now.re[3])*8)+((int)now.rn[3]))<=((int)now.lastp)))))))
			continue;

		reached[4][314] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1290_0: /* 2 */
		if (!((((((int)now.rst[3])==2)&&(((int)now.rst[2])==3))&&(((((int)now.st)==0)||((((int)now.st)==2)&&(((((int)now.re[3])*8)+((int)now.rn[3]))<=((((int)now.se)*8)+((int)now.sp)))))||((((int)now.st)==1)&&(((((int)now.re[3])*8)+((int)now.rn[3]))<=((int)now.lastp)))))))
			Uerror("block in d_step seq");
S_1305_0: /* 2 */
S_1291_0: /* 2 */
		now.rst[3] = 3;
#ifdef VAR_RANGES
		logval("rst[3]", ((int)now.rst[3]));
#endif
		;
S_1292_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1293_0: /* 2 */
		Printf("    socket gets response %d (%d.%d)\n", 3, ((int)now.re[3]), ((int)now.rn[3]));
S_1300_0: /* 2 */
S_1299_0: /* 2 */
S_1294_0: /* 2 */
		if (!((((int)now.g)<=((((int)now.re[3])*8)+((int)now.rn[3])))))
			goto S_1299_1;
S_1295_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1296_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1300_0; /* ';' */
S_1299_1: /* 3 */
S_1297_0: /* 2 */
		/* else */;
S_1298_0: /* 2 */
		goto S_1302_0;	/* 'goto' */
S_1299_2: /* 3 */
		Uerror("blocking sel in d_step (nr.57, near line 126)");
S_1301_0: /* 2 */
		goto S_1302_0;	/* 'break' */
S_1302_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1303_0: /* 2 */
		now.re[3] = 0;
#ifdef VAR_RANGES
		logval("re[3]", ((int)now.re[3]));
#endif
		;
S_1304_0: /* 2 */
		now.rn[3] = 0;
#ifdef VAR_RANGES
		logval("rn[3]", ((int)now.rn[3]));
#endif
		;
		goto S_4386_0; /* ';' */
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 33: // STATE 748 - delivery.pml:539 - [D_STEP539]
		if (!(((q_len(now.rngr)))))
			continue;

		reached[4][748] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1307_0: /* 2 */
		if (q_len(now.rngr) == 0) Uerror("block in d_step seq");

		XX=1;
		((P4 *)_this)->n = qrecv(now.rngr, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Edge:n", ((int)((P4 *)_this)->n));
#endif
		;
		((P4 *)_this)->e = qrecv(now.rngr, XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("Edge:e", ((int)((P4 *)_this)->e));
#endif
		;
		((P4 *)_this)->h = qrecv(now.rngr, XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("Edge:h", ((int)((P4 *)_this)->h));
#endif
		;
		((P4 *)_this)->ended = qrecv(now.rngr, XX-1, 3, 1);
#ifdef VAR_RANGES
		logval("Edge:ended", ((int)((P4 *)_this)->ended));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rngr);
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->n)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->e)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->h)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->ended)); strcat(simvals, simtmp);		}
#endif
		;
S_1733_0: /* 2 */
S_1308_0: /* 2 */
		if (!(((((((int)now.asked)==2)&&(((int)((P4 *)_this)->n)==((int)now.askno)))&&(((int)now.st)==2))&&(((int)now.se)==((int)((P4 *)_this)->e)))))
			goto S_1733_1;
S_1309_0: /* 2 */
		Printf("edge reads RANGE answer %d to %d\n", ((int)((P4 *)_this)->e), ((int)((P4 *)_this)->h));
S_1310_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1579_0: /* 2 */
S_1440_0: /* 2 */
S_1439_0: /* 2 */
S_1311_0: /* 2 */
		if (!((((((int)now.st)==2)&&(((int)now.se)==((int)((P4 *)_this)->e)))&&(((int)now.sp)<((int)((P4 *)_this)->h)))))
			goto S_1439_1;
S_1312_0: /* 2 */
		((P4 *)_this)->pi = (((((int)now.se)*8)+((int)now.sp))+1);
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_1436_0: /* 2 */
S_1313_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->pi)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_1314_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->pi))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1315_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->pi), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1407_0: /* 2 */
S_1316_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->pi)>((int)now.ud)))))
			goto S_1407_1;
S_1392_0: /* 2 */
S_1317_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==3)))
			goto S_1392_1;
S_1318_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_1393_0;
S_1392_1: /* 3 */
S_1319_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==4)))
			goto S_1392_2;
S_1320_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1335_0: /* 2 */
S_1321_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1322_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1323_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1330_0: /* 2 */
S_1329_0: /* 2 */
S_1324_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1329_1;
S_1325_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1326_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1330_0; /* ';' */
S_1329_1: /* 3 */
S_1327_0: /* 2 */
		/* else */;
S_1328_0: /* 2 */
		goto S_1332_0;	/* 'goto' */
S_1329_2: /* 3 */
		Uerror("blocking sel in d_step (nr.58, near line 120)");
S_1331_0: /* 2 */
		goto S_1332_0;	/* 'break' */
S_1332_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1333_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1334_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1393_0;
		goto S_1393_0;
S_1392_2: /* 3 */
S_1336_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==5))&&((int)now.uatt))))
			goto S_1392_3;
S_1351_0: /* 2 */
S_1337_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1338_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1339_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1346_0: /* 2 */
S_1345_0: /* 2 */
S_1340_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1345_1;
S_1341_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1342_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1346_0; /* ';' */
S_1345_1: /* 3 */
S_1343_0: /* 2 */
		/* else */;
S_1344_0: /* 2 */
		goto S_1348_0;	/* 'goto' */
S_1345_2: /* 3 */
		Uerror("blocking sel in d_step (nr.59, near line 120)");
S_1347_0: /* 2 */
		goto S_1348_0;	/* 'break' */
S_1348_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1349_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1350_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1393_0;
		goto S_1393_0;
S_1392_3: /* 3 */
S_1352_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==6)&&((int)now.uatt))))
			goto S_1392_4;
S_1353_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1354_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1393_0;
S_1392_4: /* 3 */
S_1355_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==8)&&((int)now.uatt))))
			goto S_1392_5;
S_1370_0: /* 2 */
S_1356_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1357_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1358_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1365_0: /* 2 */
S_1364_0: /* 2 */
S_1359_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1364_1;
S_1360_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1361_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1365_0; /* ';' */
S_1364_1: /* 3 */
S_1362_0: /* 2 */
		/* else */;
S_1363_0: /* 2 */
		goto S_1367_0;	/* 'goto' */
S_1364_2: /* 3 */
		Uerror("blocking sel in d_step (nr.60, near line 120)");
S_1366_0: /* 2 */
		goto S_1367_0;	/* 'break' */
S_1367_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1368_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1369_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1371_0;
S_1371_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1372_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1393_0;
S_1392_5: /* 3 */
S_1373_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)&&((int)now.uatt))))
			goto S_1392_6;
S_1388_0: /* 2 */
S_1374_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1375_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1376_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1383_0: /* 2 */
S_1382_0: /* 2 */
S_1377_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1382_1;
S_1378_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1379_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1383_0; /* ';' */
S_1382_1: /* 3 */
S_1380_0: /* 2 */
		/* else */;
S_1381_0: /* 2 */
		goto S_1385_0;	/* 'goto' */
S_1382_2: /* 3 */
		Uerror("blocking sel in d_step (nr.61, near line 120)");
S_1384_0: /* 2 */
		goto S_1385_0;	/* 'break' */
S_1385_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1386_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1387_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1389_0;
S_1389_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1390_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1393_0;
S_1392_6: /* 3 */
S_1391_0: /* 2 */
		/* else */;
		goto S_1393_0;
S_1392_7: /* 3 */
		Uerror("blocking sel in d_step (nr.62, near line 252)");
S_1393_0: /* 2 */
S_1404_0: /* 2 */
S_1394_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->pi)+1))-1))!=0)))
			goto S_1404_1;
S_1396_0: /* 2 */
S_1395_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->pi)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1401_0;
S_1401_0: /* 2 */
S_1397_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_1401_1;
S_1398_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1399_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1402_0;
S_1401_1: /* 3 */
S_1400_0: /* 2 */
		/* else */;
		goto S_1402_0;
S_1401_2: /* 3 */
		Uerror("blocking sel in d_step (nr.63, near line 263)");
S_1402_0: /* 2 */
		goto S_1405_0;
S_1404_1: /* 3 */
S_1403_0: /* 2 */
		/* else */;
		goto S_1405_0;
S_1404_2: /* 3 */
		Uerror("blocking sel in d_step (nr.64, near line 261)");
S_1405_0: /* 2 */
		goto S_1408_0;
S_1407_1: /* 3 */
S_1406_0: /* 2 */
		/* else */;
		goto S_1408_0;
S_1407_2: /* 3 */
		Uerror("blocking sel in d_step (nr.65, near line 250)");
S_1408_0: /* 2 */
S_1434_0: /* 2 */
S_1409_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)))
			goto S_1434_1;
S_1432_0: /* 2 */
S_1410_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_1411_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_1412_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_1413_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1414_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1415_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_1416_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1421_0: /* 2 */
S_1417_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_1421_1;
S_1418_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_1419_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_1422_0;
S_1421_1: /* 3 */
S_1420_0: /* 2 */
		/* else */;
		goto S_1422_0;
S_1421_2: /* 3 */
		Uerror("blocking sel in d_step (nr.66, near line 240)");
S_1422_0: /* 2 */
S_1427_0: /* 2 */
S_1423_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_1427_1;
S_1425_0: /* 2 */
S_1424_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1428_0;
S_1427_1: /* 3 */
S_1426_0: /* 2 */
		/* else */;
		goto S_1428_0;
S_1427_2: /* 3 */
		Uerror("blocking sel in d_step (nr.67, near line 241)");
S_1428_0: /* 2 */
S_1429_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1430_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_1431_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_1435_0;
S_1434_1: /* 3 */
S_1433_0: /* 2 */
		/* else */;
		goto S_1435_0;
S_1434_2: /* 3 */
		Uerror("blocking sel in d_step (nr.68, near line 271)");
S_1435_0: /* 2 */
		goto S_1440_0; /* '.' */
		goto S_1440_0; /* ';' */
		goto S_1440_0; /* ';' */
S_1439_1: /* 3 */
S_1437_0: /* 2 */
		/* else */;
S_1438_0: /* 2 */
		goto S_1578_0;	/* 'goto' */
S_1439_2: /* 3 */
		Uerror("blocking sel in d_step (nr.69, near line 279)");
S_1441_0: /* 2 */
		goto S_1578_0;	/* 'break' */
S_1578_0: /* 2 */
S_1571_0: /* 2 */
S_1570_0: /* 2 */
S_1442_0: /* 2 */
		if (!(((((int)now.st)==2)&&((now.held>>(((((int)now.se)*8)+((int)now.sp))+1))&1))))
			goto S_1570_1;
S_1443_0: /* 2 */
		((P4 *)_this)->pi = (((((int)now.se)*8)+((int)now.sp))+1);
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_1567_0: /* 2 */
S_1444_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->pi)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_1445_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->pi))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1446_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->pi), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1538_0: /* 2 */
S_1447_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->pi)>((int)now.ud)))))
			goto S_1538_1;
S_1523_0: /* 2 */
S_1448_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==3)))
			goto S_1523_1;
S_1449_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_1524_0;
S_1523_1: /* 3 */
S_1450_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==4)))
			goto S_1523_2;
S_1451_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1466_0: /* 2 */
S_1452_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1453_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1454_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1461_0: /* 2 */
S_1460_0: /* 2 */
S_1455_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1460_1;
S_1456_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1457_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1461_0; /* ';' */
S_1460_1: /* 3 */
S_1458_0: /* 2 */
		/* else */;
S_1459_0: /* 2 */
		goto S_1463_0;	/* 'goto' */
S_1460_2: /* 3 */
		Uerror("blocking sel in d_step (nr.70, near line 120)");
S_1462_0: /* 2 */
		goto S_1463_0;	/* 'break' */
S_1463_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1464_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1465_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1524_0;
		goto S_1524_0;
S_1523_2: /* 3 */
S_1467_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==5))&&((int)now.uatt))))
			goto S_1523_3;
S_1482_0: /* 2 */
S_1468_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1469_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1470_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1477_0: /* 2 */
S_1476_0: /* 2 */
S_1471_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1476_1;
S_1472_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1473_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1477_0; /* ';' */
S_1476_1: /* 3 */
S_1474_0: /* 2 */
		/* else */;
S_1475_0: /* 2 */
		goto S_1479_0;	/* 'goto' */
S_1476_2: /* 3 */
		Uerror("blocking sel in d_step (nr.71, near line 120)");
S_1478_0: /* 2 */
		goto S_1479_0;	/* 'break' */
S_1479_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1480_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1481_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1524_0;
		goto S_1524_0;
S_1523_3: /* 3 */
S_1483_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==6)&&((int)now.uatt))))
			goto S_1523_4;
S_1484_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1485_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1524_0;
S_1523_4: /* 3 */
S_1486_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==8)&&((int)now.uatt))))
			goto S_1523_5;
S_1501_0: /* 2 */
S_1487_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1488_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1489_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1496_0: /* 2 */
S_1495_0: /* 2 */
S_1490_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1495_1;
S_1491_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1492_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1496_0; /* ';' */
S_1495_1: /* 3 */
S_1493_0: /* 2 */
		/* else */;
S_1494_0: /* 2 */
		goto S_1498_0;	/* 'goto' */
S_1495_2: /* 3 */
		Uerror("blocking sel in d_step (nr.72, near line 120)");
S_1497_0: /* 2 */
		goto S_1498_0;	/* 'break' */
S_1498_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1499_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1500_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1502_0;
S_1502_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1503_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1524_0;
S_1523_5: /* 3 */
S_1504_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)&&((int)now.uatt))))
			goto S_1523_6;
S_1519_0: /* 2 */
S_1505_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1506_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1507_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1514_0: /* 2 */
S_1513_0: /* 2 */
S_1508_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1513_1;
S_1509_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1510_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1514_0; /* ';' */
S_1513_1: /* 3 */
S_1511_0: /* 2 */
		/* else */;
S_1512_0: /* 2 */
		goto S_1516_0;	/* 'goto' */
S_1513_2: /* 3 */
		Uerror("blocking sel in d_step (nr.73, near line 120)");
S_1515_0: /* 2 */
		goto S_1516_0;	/* 'break' */
S_1516_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1517_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1518_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1520_0;
S_1520_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1521_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1524_0;
S_1523_6: /* 3 */
S_1522_0: /* 2 */
		/* else */;
		goto S_1524_0;
S_1523_7: /* 3 */
		Uerror("blocking sel in d_step (nr.74, near line 252)");
S_1524_0: /* 2 */
S_1535_0: /* 2 */
S_1525_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->pi)+1))-1))!=0)))
			goto S_1535_1;
S_1527_0: /* 2 */
S_1526_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->pi)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1532_0;
S_1532_0: /* 2 */
S_1528_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_1532_1;
S_1529_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1530_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1533_0;
S_1532_1: /* 3 */
S_1531_0: /* 2 */
		/* else */;
		goto S_1533_0;
S_1532_2: /* 3 */
		Uerror("blocking sel in d_step (nr.75, near line 263)");
S_1533_0: /* 2 */
		goto S_1536_0;
S_1535_1: /* 3 */
S_1534_0: /* 2 */
		/* else */;
		goto S_1536_0;
S_1535_2: /* 3 */
		Uerror("blocking sel in d_step (nr.76, near line 261)");
S_1536_0: /* 2 */
		goto S_1539_0;
S_1538_1: /* 3 */
S_1537_0: /* 2 */
		/* else */;
		goto S_1539_0;
S_1538_2: /* 3 */
		Uerror("blocking sel in d_step (nr.77, near line 250)");
S_1539_0: /* 2 */
S_1565_0: /* 2 */
S_1540_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)))
			goto S_1565_1;
S_1563_0: /* 2 */
S_1541_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_1542_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_1543_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_1544_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1545_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1546_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_1547_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1552_0: /* 2 */
S_1548_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_1552_1;
S_1549_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_1550_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_1553_0;
S_1552_1: /* 3 */
S_1551_0: /* 2 */
		/* else */;
		goto S_1553_0;
S_1552_2: /* 3 */
		Uerror("blocking sel in d_step (nr.78, near line 240)");
S_1553_0: /* 2 */
S_1558_0: /* 2 */
S_1554_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_1558_1;
S_1556_0: /* 2 */
S_1555_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1559_0;
S_1558_1: /* 3 */
S_1557_0: /* 2 */
		/* else */;
		goto S_1559_0;
S_1558_2: /* 3 */
		Uerror("blocking sel in d_step (nr.79, near line 241)");
S_1559_0: /* 2 */
S_1560_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1561_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_1562_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_1566_0;
S_1565_1: /* 3 */
S_1564_0: /* 2 */
		/* else */;
		goto S_1566_0;
S_1565_2: /* 3 */
		Uerror("blocking sel in d_step (nr.80, near line 271)");
S_1566_0: /* 2 */
		goto S_1571_0; /* '.' */
		goto S_1571_0; /* ';' */
		goto S_1571_0; /* ';' */
S_1570_1: /* 3 */
S_1568_0: /* 2 */
		/* else */;
S_1569_0: /* 2 */
		goto S_1576_0;	/* 'goto' */
S_1570_2: /* 3 */
		Uerror("blocking sel in d_step (nr.81, near line 274)");
S_1572_0: /* 2 */
		goto S_1576_0;	/* 'break' */
S_1576_0: /* 2 */
S_1573_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_1576_1;
S_1574_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+((int)now.sp))+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
		goto S_1577_0;
S_1576_1: /* 3 */
S_1575_0: /* 2 */
		/* else */;
		goto S_1577_0;
S_1576_2: /* 3 */
		Uerror("blocking sel in d_step (nr.82, near line 275)");
S_1577_0: /* 2 */
		goto S_1731_0;
S_1731_0: /* 2 */
S_1723_0: /* 2 */
S_1580_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_1723_1;
S_1645_0: /* 2 */
S_1581_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_1645_1;
S_1598_0: /* 2 */
S_1582_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_1583_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_1584_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_1585_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_1586_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1587_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1588_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1589_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1590_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1591_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1592_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_1593_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1594_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1595_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1596_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_1597_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_1646_0;
S_1645_1: /* 3 */
S_1599_0: /* 2 */
		/* else */;
S_1643_0: /* 2 */
S_1600_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_1643_1;
S_1633_0: /* 2 */
S_1601_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1602_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_1603_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1604_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1605_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1606_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1629_0: /* 2 */
S_1607_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_1629_1;
S_1608_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1609_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1630_0;
S_1629_1: /* 3 */
S_1610_0: /* 2 */
		/* else */;
S_1619_0: /* 2 */
S_1611_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_1617_0: /* 2 */
S_1616_0: /* 2 */
S_1612_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_1616_1;
S_1613_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1617_0; /* ';' */
S_1616_1: /* 3 */
S_1614_0: /* 2 */
		/* else */;
S_1615_0: /* 2 */
		goto S_1626_0;	/* 'goto' */
S_1616_2: /* 3 */
		Uerror("blocking sel in d_step (nr.83, near line 153)");
S_1618_0: /* 2 */
		goto S_1626_0;	/* 'break' */
		goto S_1626_0;
S_1626_0: /* 2 */
S_1620_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_1626_1;
S_1621_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1622_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1627_0;
S_1626_1: /* 3 */
S_1623_0: /* 2 */
		/* else */;
S_1624_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1625_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1627_0;
S_1626_2: /* 3 */
		Uerror("blocking sel in d_step (nr.84, near line 192)");
S_1627_0: /* 2 */
S_1628_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1630_0;
S_1629_2: /* 3 */
		Uerror("blocking sel in d_step (nr.85, near line 188)");
S_1630_0: /* 2 */
S_1631_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_1632_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_1644_0;
S_1643_1: /* 3 */
S_1634_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_1643_2;
S_1641_0: /* 2 */
S_1635_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_1636_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1637_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1638_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1639_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_1640_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_1644_0;
		goto S_1644_0;
S_1643_2: /* 3 */
S_1642_0: /* 2 */
		/* else */;
		goto S_1644_0;
S_1643_3: /* 3 */
		Uerror("blocking sel in d_step (nr.86, near line 214)");
S_1644_0: /* 2 */
		goto S_1646_0;
S_1645_2: /* 3 */
		Uerror("blocking sel in d_step (nr.87, near line 211)");
S_1646_0: /* 2 */
		goto S_1724_0;
S_1723_1: /* 3 */
S_1647_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_1723_2;
S_1648_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1657_0: /* 2 */
S_1649_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_1655_0: /* 2 */
S_1654_0: /* 2 */
S_1650_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_1654_1;
S_1651_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1655_0; /* ';' */
S_1654_1: /* 3 */
S_1652_0: /* 2 */
		/* else */;
S_1653_0: /* 2 */
		goto S_1719_0;	/* 'goto' */
S_1654_2: /* 3 */
		Uerror("blocking sel in d_step (nr.88, near line 153)");
S_1656_0: /* 2 */
		goto S_1719_0;	/* 'break' */
		goto S_1719_0;
S_1719_0: /* 2 */
S_1658_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_1719_1;
S_1675_0: /* 2 */
S_1659_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_1660_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_1661_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_1662_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_1663_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1664_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1665_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1666_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1667_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1668_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1669_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_1670_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1671_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1672_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1673_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_1674_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_1720_0;
S_1719_1: /* 3 */
S_1676_0: /* 2 */
		/* else */;
S_1680_0: /* 2 */
S_1677_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_1680_1;
S_1678_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_1681_0;
S_1680_1: /* 3 */
S_1679_0: /* 2 */
		/* else */;
		goto S_1681_0;
S_1680_2: /* 3 */
		Uerror("blocking sel in d_step (nr.89, near line 226)");
S_1681_0: /* 2 */
S_1717_0: /* 2 */
S_1682_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_1717_1;
S_1715_0: /* 2 */
S_1683_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1684_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_1685_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1686_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1687_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1688_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1711_0: /* 2 */
S_1689_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_1711_1;
S_1690_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1691_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1712_0;
S_1711_1: /* 3 */
S_1692_0: /* 2 */
		/* else */;
S_1701_0: /* 2 */
S_1693_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_1699_0: /* 2 */
S_1698_0: /* 2 */
S_1694_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_1698_1;
S_1695_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1699_0; /* ';' */
S_1698_1: /* 3 */
S_1696_0: /* 2 */
		/* else */;
S_1697_0: /* 2 */
		goto S_1708_0;	/* 'goto' */
S_1698_2: /* 3 */
		Uerror("blocking sel in d_step (nr.90, near line 153)");
S_1700_0: /* 2 */
		goto S_1708_0;	/* 'break' */
		goto S_1708_0;
S_1708_0: /* 2 */
S_1702_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_1708_1;
S_1703_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1704_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1709_0;
S_1708_1: /* 3 */
S_1705_0: /* 2 */
		/* else */;
S_1706_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1707_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1709_0;
S_1708_2: /* 3 */
		Uerror("blocking sel in d_step (nr.91, near line 192)");
S_1709_0: /* 2 */
S_1710_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1712_0;
S_1711_2: /* 3 */
		Uerror("blocking sel in d_step (nr.92, near line 188)");
S_1712_0: /* 2 */
S_1713_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_1714_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_1718_0;
S_1717_1: /* 3 */
S_1716_0: /* 2 */
		/* else */;
		goto S_1718_0;
S_1717_2: /* 3 */
		Uerror("blocking sel in d_step (nr.93, near line 230)");
S_1718_0: /* 2 */
		goto S_1720_0;
S_1719_2: /* 3 */
		Uerror("blocking sel in d_step (nr.94, near line 223)");
S_1720_0: /* 2 */
S_1721_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1724_0;
S_1723_2: /* 3 */
S_1722_0: /* 2 */
		/* else */;
		goto S_1724_0;
S_1723_3: /* 3 */
		Uerror("blocking sel in d_step (nr.95, near line 209)");
S_1724_0: /* 2 */
S_1729_0: /* 2 */
S_1725_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_1729_1;
S_1726_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_1727_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_1730_0;
S_1729_1: /* 3 */
S_1728_0: /* 2 */
		/* else */;
		goto S_1730_0;
S_1729_2: /* 3 */
		Uerror("blocking sel in d_step (nr.96, near line 234)");
S_1730_0: /* 2 */
		goto S_1734_0;
S_1733_1: /* 3 */
S_1732_0: /* 2 */
		/* else */;
		goto S_1734_0;
S_1733_2: /* 3 */
		Uerror("blocking sel in d_step (nr.97, near line 540)");
S_1734_0: /* 2 */
S_1735_0: /* 2 */
		((P4 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval("Edge:n", ((int)((P4 *)_this)->n));
#endif
		;
S_1736_0: /* 2 */
		((P4 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Edge:e", ((int)((P4 *)_this)->e));
#endif
		;
S_1737_0: /* 2 */
		((P4 *)_this)->h = 0;
#ifdef VAR_RANGES
		logval("Edge:h", ((int)((P4 *)_this)->h));
#endif
		;
S_1738_0: /* 2 */
		((P4 *)_this)->ended = 0;
#ifdef VAR_RANGES
		logval("Edge:ended", ((int)((P4 *)_this)->ended));
#endif
		;
S_1739_0: /* 2 */
		((P4 *)_this)->pi = 0;
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 4; goto P999;

	case 34: // STATE 1598 - delivery.pml:546 - [D_STEP546]
		if (!(((q_len(now.attr)))))
			continue;

		reached[4][1598] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1741_0: /* 2 */
		if (q_len(now.attr) == 0) Uerror("block in d_step seq");

		XX=1;
		((P4 *)_this)->n = qrecv(now.attr, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Edge:n", ((int)((P4 *)_this)->n));
#endif
		;
		((P4 *)_this)->r = qrecv(now.attr, XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("Edge:r", ((int)((P4 *)_this)->r));
#endif
		;
		((P4 *)_this)->gg = qrecv(now.attr, XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("Edge:gg", ((int)((P4 *)_this)->gg));
#endif
		;
		((P4 *)_this)->ok = qrecv(now.attr, XX-1, 3, 0);
#ifdef VAR_RANGES
		logval("Edge:ok", ((int)((P4 *)_this)->ok));
#endif
		;
		((P4 *)_this)->i = qrecv(now.attr, XX-1, 4, 0);
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
		((P4 *)_this)->h = qrecv(now.attr, XX-1, 5, 0);
#ifdef VAR_RANGES
		logval("Edge:h", ((int)((P4 *)_this)->h));
#endif
		;
		((P4 *)_this)->ended = qrecv(now.attr, XX-1, 6, 1);
#ifdef VAR_RANGES
		logval("Edge:ended", ((int)((P4 *)_this)->ended));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.attr);
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->n)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->gg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->ok)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->i)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->h)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->ended)); strcat(simvals, simtmp);		}
#endif
		;
S_1742_0: /* 2 */
		Printf("edge reads attach answer no %d registration %d known %d base %d.%d head %d ended %d\n", ((int)((P4 *)_this)->n), ((int)((P4 *)_this)->r), ((int)((P4 *)_this)->ok), (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7), ((int)((P4 *)_this)->h), ((int)((P4 *)_this)->ended));
S_2579_0: /* 2 */
S_1743_0: /* 2 */
		if (!(((((int)now.asked)!=1)||(((int)((P4 *)_this)->n)!=((int)now.askno)))))
			goto S_2579_1;
S_1744_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_2580_0;
S_2579_1: /* 3 */
S_1745_0: /* 2 */
		/* else */;
S_2577_0: /* 2 */
S_1746_0: /* 2 */
		if (!((((int)((P4 *)_this)->gg)<((int)now.ewg))))
			goto S_2577_1;
S_1747_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_2578_0;
S_2577_1: /* 3 */
S_1748_0: /* 2 */
		if (!((((int)((P4 *)_this)->gg)>((int)now.ewg))))
			goto S_2577_2;
S_1795_0: /* 2 */
S_1749_0: /* 2 */
		now.ewg = ((int)((P4 *)_this)->gg);
#ifdef VAR_RANGES
		logval("ewg", ((int)now.ewg));
#endif
		;
S_1794_0: /* 2 */
S_1750_0: /* 2 */
		now.ereg = (((int)now.ereg)+1);
#ifdef VAR_RANGES
		logval("ereg", ((int)now.ereg));
#endif
		;
S_1751_0: /* 2 */
		spin_assert((((int)now.ereg)<12), "(ereg<12)", II, tt, t);
S_1752_0: /* 2 */
		now.eb = 0;
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
S_1753_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1754_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1755_0: /* 2 */
		if (q_full(now.helq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.helq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.helq, 0, ((int)now.ereg), 0, 0, 0, 0, 0, 0, 1);
S_1756_0: /* 2 */
		Printf("  edge says hello %d\n", ((int)now.ereg));
S_1792_0: /* 2 */
S_1757_0: /* 2 */
		if (!((((int)now.st)!=0)))
			goto S_1792_1;
S_1790_0: /* 2 */
S_1758_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1759_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_1760_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1761_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1762_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1763_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1786_0: /* 2 */
S_1764_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_1786_1;
S_1765_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1766_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1787_0;
S_1786_1: /* 3 */
S_1767_0: /* 2 */
		/* else */;
S_1776_0: /* 2 */
S_1768_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_1774_0: /* 2 */
S_1773_0: /* 2 */
S_1769_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_1773_1;
S_1770_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1774_0; /* ';' */
S_1773_1: /* 3 */
S_1771_0: /* 2 */
		/* else */;
S_1772_0: /* 2 */
		goto S_1783_0;	/* 'goto' */
S_1773_2: /* 3 */
		Uerror("blocking sel in d_step (nr.98, near line 153)");
S_1775_0: /* 2 */
		goto S_1783_0;	/* 'break' */
		goto S_1783_0;
S_1783_0: /* 2 */
S_1777_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_1783_1;
S_1778_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1779_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1784_0;
S_1783_1: /* 3 */
S_1780_0: /* 2 */
		/* else */;
S_1781_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1782_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1784_0;
S_1783_2: /* 3 */
		Uerror("blocking sel in d_step (nr.99, near line 192)");
S_1784_0: /* 2 */
S_1785_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1787_0;
S_1786_2: /* 3 */
		Uerror("blocking sel in d_step (nr.100, near line 188)");
S_1787_0: /* 2 */
S_1788_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_1789_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_1793_0;
S_1792_1: /* 3 */
S_1791_0: /* 2 */
		/* else */;
		goto S_1793_0;
S_1792_2: /* 3 */
		Uerror("blocking sel in d_step (nr.101, near line 290)");
S_1793_0: /* 2 */
		goto S_2578_0;
		goto S_2578_0;
		goto S_2578_0;
S_2577_2: /* 3 */
S_1796_0: /* 2 */
		if (!(((((int)((P4 *)_this)->gg)==((int)now.ewg))&&(((int)((P4 *)_this)->r)==0))))
			goto S_2577_3;
S_1841_0: /* 2 */
S_1797_0: /* 2 */
		now.ereg = (((int)now.ereg)+1);
#ifdef VAR_RANGES
		logval("ereg", ((int)now.ereg));
#endif
		;
S_1798_0: /* 2 */
		spin_assert((((int)now.ereg)<12), "(ereg<12)", II, tt, t);
S_1799_0: /* 2 */
		now.eb = 0;
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
S_1800_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1801_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1802_0: /* 2 */
		if (q_full(now.helq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.helq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.helq, 0, ((int)now.ereg), 0, 0, 0, 0, 0, 0, 1);
S_1803_0: /* 2 */
		Printf("  edge says hello %d\n", ((int)now.ereg));
S_1839_0: /* 2 */
S_1804_0: /* 2 */
		if (!((((int)now.st)!=0)))
			goto S_1839_1;
S_1837_0: /* 2 */
S_1805_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_1806_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_1807_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1808_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_1809_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_1810_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_1833_0: /* 2 */
S_1811_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_1833_1;
S_1812_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1813_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1834_0;
S_1833_1: /* 3 */
S_1814_0: /* 2 */
		/* else */;
S_1823_0: /* 2 */
S_1815_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_1821_0: /* 2 */
S_1820_0: /* 2 */
S_1816_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_1820_1;
S_1817_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1821_0; /* ';' */
S_1820_1: /* 3 */
S_1818_0: /* 2 */
		/* else */;
S_1819_0: /* 2 */
		goto S_1830_0;	/* 'goto' */
S_1820_2: /* 3 */
		Uerror("blocking sel in d_step (nr.102, near line 153)");
S_1822_0: /* 2 */
		goto S_1830_0;	/* 'break' */
		goto S_1830_0;
S_1830_0: /* 2 */
S_1824_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_1830_1;
S_1825_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1826_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1831_0;
S_1830_1: /* 3 */
S_1827_0: /* 2 */
		/* else */;
S_1828_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_1829_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_1831_0;
S_1830_2: /* 3 */
		Uerror("blocking sel in d_step (nr.103, near line 192)");
S_1831_0: /* 2 */
S_1832_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_1834_0;
S_1833_2: /* 3 */
		Uerror("blocking sel in d_step (nr.104, near line 188)");
S_1834_0: /* 2 */
S_1835_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_1836_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_1840_0;
S_1839_1: /* 3 */
S_1838_0: /* 2 */
		/* else */;
		goto S_1840_0;
S_1839_2: /* 3 */
		Uerror("blocking sel in d_step (nr.105, near line 290)");
S_1840_0: /* 2 */
		goto S_2578_0;
		goto S_2578_0;
S_2577_3: /* 3 */
S_1842_0: /* 2 */
		if (!((((((int)((P4 *)_this)->gg)==((int)now.ewg))&&(((int)((P4 *)_this)->r)!=0))&&(((int)((P4 *)_this)->r)!=((int)now.ereg)))))
			goto S_2577_4;
S_1843_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_2578_0;
S_2577_4: /* 3 */
S_1844_0: /* 2 */
		/* else */;
S_1845_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1846_0: /* 2 */
		now.reged = 1;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2423_0: /* 2 */
S_1847_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_2423_1;
S_2116_0: /* 2 */
S_1977_0: /* 2 */
S_1976_0: /* 2 */
S_1848_0: /* 2 */
		if (!((((((int)now.st)==2)&&(((int)now.se)==(((int)((P4 *)_this)->i)>>3)))&&(((int)now.sp)<((int)((P4 *)_this)->h)))))
			goto S_1976_1;
S_1849_0: /* 2 */
		((P4 *)_this)->pi = (((((int)now.se)*8)+((int)now.sp))+1);
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_1973_0: /* 2 */
S_1850_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->pi)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_1851_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->pi))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1852_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->pi), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1944_0: /* 2 */
S_1853_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->pi)>((int)now.ud)))))
			goto S_1944_1;
S_1929_0: /* 2 */
S_1854_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==3)))
			goto S_1929_1;
S_1855_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_1930_0;
S_1929_1: /* 3 */
S_1856_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==4)))
			goto S_1929_2;
S_1857_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1872_0: /* 2 */
S_1858_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1859_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1860_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1867_0: /* 2 */
S_1866_0: /* 2 */
S_1861_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1866_1;
S_1862_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1863_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1867_0; /* ';' */
S_1866_1: /* 3 */
S_1864_0: /* 2 */
		/* else */;
S_1865_0: /* 2 */
		goto S_1869_0;	/* 'goto' */
S_1866_2: /* 3 */
		Uerror("blocking sel in d_step (nr.106, near line 120)");
S_1868_0: /* 2 */
		goto S_1869_0;	/* 'break' */
S_1869_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1870_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1871_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1930_0;
		goto S_1930_0;
S_1929_2: /* 3 */
S_1873_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==5))&&((int)now.uatt))))
			goto S_1929_3;
S_1888_0: /* 2 */
S_1874_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1875_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1876_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1883_0: /* 2 */
S_1882_0: /* 2 */
S_1877_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1882_1;
S_1878_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1879_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1883_0; /* ';' */
S_1882_1: /* 3 */
S_1880_0: /* 2 */
		/* else */;
S_1881_0: /* 2 */
		goto S_1885_0;	/* 'goto' */
S_1882_2: /* 3 */
		Uerror("blocking sel in d_step (nr.107, near line 120)");
S_1884_0: /* 2 */
		goto S_1885_0;	/* 'break' */
S_1885_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1886_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1887_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1930_0;
		goto S_1930_0;
S_1929_3: /* 3 */
S_1889_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==6)&&((int)now.uatt))))
			goto S_1929_4;
S_1890_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1891_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1930_0;
S_1929_4: /* 3 */
S_1892_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==8)&&((int)now.uatt))))
			goto S_1929_5;
S_1907_0: /* 2 */
S_1893_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1894_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1895_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1902_0: /* 2 */
S_1901_0: /* 2 */
S_1896_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1901_1;
S_1897_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1898_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1902_0; /* ';' */
S_1901_1: /* 3 */
S_1899_0: /* 2 */
		/* else */;
S_1900_0: /* 2 */
		goto S_1904_0;	/* 'goto' */
S_1901_2: /* 3 */
		Uerror("blocking sel in d_step (nr.108, near line 120)");
S_1903_0: /* 2 */
		goto S_1904_0;	/* 'break' */
S_1904_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1905_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1906_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1908_0;
S_1908_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1909_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1930_0;
S_1929_5: /* 3 */
S_1910_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)&&((int)now.uatt))))
			goto S_1929_6;
S_1925_0: /* 2 */
S_1911_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1912_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1913_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1920_0: /* 2 */
S_1919_0: /* 2 */
S_1914_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1919_1;
S_1915_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1916_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1920_0; /* ';' */
S_1919_1: /* 3 */
S_1917_0: /* 2 */
		/* else */;
S_1918_0: /* 2 */
		goto S_1922_0;	/* 'goto' */
S_1919_2: /* 3 */
		Uerror("blocking sel in d_step (nr.109, near line 120)");
S_1921_0: /* 2 */
		goto S_1922_0;	/* 'break' */
S_1922_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1923_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_1924_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_1926_0;
S_1926_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1927_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1930_0;
S_1929_6: /* 3 */
S_1928_0: /* 2 */
		/* else */;
		goto S_1930_0;
S_1929_7: /* 3 */
		Uerror("blocking sel in d_step (nr.110, near line 252)");
S_1930_0: /* 2 */
S_1941_0: /* 2 */
S_1931_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->pi)+1))-1))!=0)))
			goto S_1941_1;
S_1933_0: /* 2 */
S_1932_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->pi)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1938_0;
S_1938_0: /* 2 */
S_1934_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_1938_1;
S_1935_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_1936_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_1939_0;
S_1938_1: /* 3 */
S_1937_0: /* 2 */
		/* else */;
		goto S_1939_0;
S_1938_2: /* 3 */
		Uerror("blocking sel in d_step (nr.111, near line 263)");
S_1939_0: /* 2 */
		goto S_1942_0;
S_1941_1: /* 3 */
S_1940_0: /* 2 */
		/* else */;
		goto S_1942_0;
S_1941_2: /* 3 */
		Uerror("blocking sel in d_step (nr.112, near line 261)");
S_1942_0: /* 2 */
		goto S_1945_0;
S_1944_1: /* 3 */
S_1943_0: /* 2 */
		/* else */;
		goto S_1945_0;
S_1944_2: /* 3 */
		Uerror("blocking sel in d_step (nr.113, near line 250)");
S_1945_0: /* 2 */
S_1971_0: /* 2 */
S_1946_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)))
			goto S_1971_1;
S_1969_0: /* 2 */
S_1947_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_1948_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_1949_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_1950_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_1951_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_1952_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_1953_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_1958_0: /* 2 */
S_1954_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_1958_1;
S_1955_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_1956_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_1959_0;
S_1958_1: /* 3 */
S_1957_0: /* 2 */
		/* else */;
		goto S_1959_0;
S_1958_2: /* 3 */
		Uerror("blocking sel in d_step (nr.114, near line 240)");
S_1959_0: /* 2 */
S_1964_0: /* 2 */
S_1960_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_1964_1;
S_1962_0: /* 2 */
S_1961_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_1965_0;
S_1964_1: /* 3 */
S_1963_0: /* 2 */
		/* else */;
		goto S_1965_0;
S_1964_2: /* 3 */
		Uerror("blocking sel in d_step (nr.115, near line 241)");
S_1965_0: /* 2 */
S_1966_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1967_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_1968_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_1972_0;
S_1971_1: /* 3 */
S_1970_0: /* 2 */
		/* else */;
		goto S_1972_0;
S_1971_2: /* 3 */
		Uerror("blocking sel in d_step (nr.116, near line 271)");
S_1972_0: /* 2 */
		goto S_1977_0; /* '.' */
		goto S_1977_0; /* ';' */
		goto S_1977_0; /* ';' */
S_1976_1: /* 3 */
S_1974_0: /* 2 */
		/* else */;
S_1975_0: /* 2 */
		goto S_2115_0;	/* 'goto' */
S_1976_2: /* 3 */
		Uerror("blocking sel in d_step (nr.117, near line 279)");
S_1978_0: /* 2 */
		goto S_2115_0;	/* 'break' */
S_2115_0: /* 2 */
S_2108_0: /* 2 */
S_2107_0: /* 2 */
S_1979_0: /* 2 */
		if (!(((((int)now.st)==2)&&((now.held>>(((((int)now.se)*8)+((int)now.sp))+1))&1))))
			goto S_2107_1;
S_1980_0: /* 2 */
		((P4 *)_this)->pi = (((((int)now.se)*8)+((int)now.sp))+1);
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_2104_0: /* 2 */
S_1981_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->pi)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_1982_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->pi))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_1983_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->pi), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2075_0: /* 2 */
S_1984_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->pi)>((int)now.ud)))))
			goto S_2075_1;
S_2060_0: /* 2 */
S_1985_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==3)))
			goto S_2060_1;
S_1986_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2061_0;
S_2060_1: /* 3 */
S_1987_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==4)))
			goto S_2060_2;
S_1988_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2003_0: /* 2 */
S_1989_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_1990_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_1991_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_1998_0: /* 2 */
S_1997_0: /* 2 */
S_1992_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_1997_1;
S_1993_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_1994_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_1998_0; /* ';' */
S_1997_1: /* 3 */
S_1995_0: /* 2 */
		/* else */;
S_1996_0: /* 2 */
		goto S_2000_0;	/* 'goto' */
S_1997_2: /* 3 */
		Uerror("blocking sel in d_step (nr.118, near line 120)");
S_1999_0: /* 2 */
		goto S_2000_0;	/* 'break' */
S_2000_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2001_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2002_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2061_0;
		goto S_2061_0;
S_2060_2: /* 3 */
S_2004_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==5))&&((int)now.uatt))))
			goto S_2060_3;
S_2019_0: /* 2 */
S_2005_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2006_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2007_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2014_0: /* 2 */
S_2013_0: /* 2 */
S_2008_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2013_1;
S_2009_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2010_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2014_0; /* ';' */
S_2013_1: /* 3 */
S_2011_0: /* 2 */
		/* else */;
S_2012_0: /* 2 */
		goto S_2016_0;	/* 'goto' */
S_2013_2: /* 3 */
		Uerror("blocking sel in d_step (nr.119, near line 120)");
S_2015_0: /* 2 */
		goto S_2016_0;	/* 'break' */
S_2016_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2017_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2018_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2061_0;
		goto S_2061_0;
S_2060_3: /* 3 */
S_2020_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==6)&&((int)now.uatt))))
			goto S_2060_4;
S_2021_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2022_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2061_0;
S_2060_4: /* 3 */
S_2023_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==8)&&((int)now.uatt))))
			goto S_2060_5;
S_2038_0: /* 2 */
S_2024_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2025_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2026_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2033_0: /* 2 */
S_2032_0: /* 2 */
S_2027_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2032_1;
S_2028_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2029_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2033_0; /* ';' */
S_2032_1: /* 3 */
S_2030_0: /* 2 */
		/* else */;
S_2031_0: /* 2 */
		goto S_2035_0;	/* 'goto' */
S_2032_2: /* 3 */
		Uerror("blocking sel in d_step (nr.120, near line 120)");
S_2034_0: /* 2 */
		goto S_2035_0;	/* 'break' */
S_2035_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2036_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2037_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2039_0;
S_2039_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2040_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2061_0;
S_2060_5: /* 3 */
S_2041_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)&&((int)now.uatt))))
			goto S_2060_6;
S_2056_0: /* 2 */
S_2042_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2043_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2044_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2051_0: /* 2 */
S_2050_0: /* 2 */
S_2045_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2050_1;
S_2046_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2047_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2051_0; /* ';' */
S_2050_1: /* 3 */
S_2048_0: /* 2 */
		/* else */;
S_2049_0: /* 2 */
		goto S_2053_0;	/* 'goto' */
S_2050_2: /* 3 */
		Uerror("blocking sel in d_step (nr.121, near line 120)");
S_2052_0: /* 2 */
		goto S_2053_0;	/* 'break' */
S_2053_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2054_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2055_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2057_0;
S_2057_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2058_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2061_0;
S_2060_6: /* 3 */
S_2059_0: /* 2 */
		/* else */;
		goto S_2061_0;
S_2060_7: /* 3 */
		Uerror("blocking sel in d_step (nr.122, near line 252)");
S_2061_0: /* 2 */
S_2072_0: /* 2 */
S_2062_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->pi)+1))-1))!=0)))
			goto S_2072_1;
S_2064_0: /* 2 */
S_2063_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->pi)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2069_0;
S_2069_0: /* 2 */
S_2065_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_2069_1;
S_2066_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2067_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2070_0;
S_2069_1: /* 3 */
S_2068_0: /* 2 */
		/* else */;
		goto S_2070_0;
S_2069_2: /* 3 */
		Uerror("blocking sel in d_step (nr.123, near line 263)");
S_2070_0: /* 2 */
		goto S_2073_0;
S_2072_1: /* 3 */
S_2071_0: /* 2 */
		/* else */;
		goto S_2073_0;
S_2072_2: /* 3 */
		Uerror("blocking sel in d_step (nr.124, near line 261)");
S_2073_0: /* 2 */
		goto S_2076_0;
S_2075_1: /* 3 */
S_2074_0: /* 2 */
		/* else */;
		goto S_2076_0;
S_2075_2: /* 3 */
		Uerror("blocking sel in d_step (nr.125, near line 250)");
S_2076_0: /* 2 */
S_2102_0: /* 2 */
S_2077_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)))
			goto S_2102_1;
S_2100_0: /* 2 */
S_2078_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_2079_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_2080_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_2081_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2082_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2083_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_2084_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2089_0: /* 2 */
S_2085_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_2089_1;
S_2086_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_2087_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2090_0;
S_2089_1: /* 3 */
S_2088_0: /* 2 */
		/* else */;
		goto S_2090_0;
S_2089_2: /* 3 */
		Uerror("blocking sel in d_step (nr.126, near line 240)");
S_2090_0: /* 2 */
S_2095_0: /* 2 */
S_2091_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_2095_1;
S_2093_0: /* 2 */
S_2092_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2096_0;
S_2095_1: /* 3 */
S_2094_0: /* 2 */
		/* else */;
		goto S_2096_0;
S_2095_2: /* 3 */
		Uerror("blocking sel in d_step (nr.127, near line 241)");
S_2096_0: /* 2 */
S_2097_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2098_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_2099_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_2103_0;
S_2102_1: /* 3 */
S_2101_0: /* 2 */
		/* else */;
		goto S_2103_0;
S_2102_2: /* 3 */
		Uerror("blocking sel in d_step (nr.128, near line 271)");
S_2103_0: /* 2 */
		goto S_2108_0; /* '.' */
		goto S_2108_0; /* ';' */
		goto S_2108_0; /* ';' */
S_2107_1: /* 3 */
S_2105_0: /* 2 */
		/* else */;
S_2106_0: /* 2 */
		goto S_2113_0;	/* 'goto' */
S_2107_2: /* 3 */
		Uerror("blocking sel in d_step (nr.129, near line 274)");
S_2109_0: /* 2 */
		goto S_2113_0;	/* 'break' */
S_2113_0: /* 2 */
S_2110_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_2113_1;
S_2111_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+((int)now.sp))+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
		goto S_2114_0;
S_2113_1: /* 3 */
S_2112_0: /* 2 */
		/* else */;
		goto S_2114_0;
S_2113_2: /* 3 */
		Uerror("blocking sel in d_step (nr.130, near line 275)");
S_2114_0: /* 2 */
		goto S_2424_0;
S_2423_1: /* 3 */
S_2117_0: /* 2 */
		if (!(((((int)now.st)==1)&& !(((int)((P4 *)_this)->ok)))))
			goto S_2423_2;
S_2118_0: /* 2 */
		now.uhead = 0;
#ifdef VAR_RANGES
		logval("uhead", ((int)now.uhead));
#endif
		;
S_2119_0: /* 2 */
		now.vhead = 0;
#ifdef VAR_RANGES
		logval("vhead", ((int)now.vhead));
#endif
		;
S_2120_0: /* 2 */
		now.uh = (now.uh& ~(now.askh));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2424_0;
S_2423_2: /* 3 */
S_2121_0: /* 2 */
		if (!(((((int)now.st)==1)&&((int)((P4 *)_this)->ok))))
			goto S_2423_3;
S_2122_0: /* 2 */
		now.st = 2;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_2123_0: /* 2 */
		now.se = (((int)((P4 *)_this)->i)>>3);
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_2124_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->i)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_2125_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->i), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2126_0: /* 2 */
		Printf("  edge follows from %d.%d\n", ((int)now.se), ((int)now.sp));
S_2146_0: /* 2 */
S_2127_0: /* 2 */
		if (!((((int)now.uhead)||(now.uh!=0))))
			goto S_2146_1;
S_2144_0: /* 2 */
S_2128_0: /* 2 */
		now.uhead = 0;
#ifdef VAR_RANGES
		logval("uhead", ((int)now.uhead));
#endif
		;
S_2142_0: /* 2 */
S_2129_0: /* 2 */
		if (!((((int)now.ud)>((((int)now.se)*8)+((int)now.sp)))))
			goto S_2142_1;
S_2131_0: /* 2 */
S_2130_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.ud)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2143_0;
S_2142_1: /* 3 */
S_2132_0: /* 2 */
		/* else */;
S_2133_0: /* 2 */
		now.ud = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_2135_0: /* 2 */
S_2134_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((((int)now.se)*8)+((int)now.sp))+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2136_0;
S_2136_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2140_0: /* 2 */
S_2137_0: /* 2 */
		if (!((((int)now.sk)==1)))
			goto S_2140_1;
S_2138_0: /* 2 */
		now.gpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
		goto S_2141_0;
S_2140_1: /* 3 */
S_2139_0: /* 2 */
		/* else */;
		goto S_2141_0;
S_2140_2: /* 3 */
		Uerror("blocking sel in d_step (nr.131, near line 161)");
S_2141_0: /* 2 */
		goto S_2143_0;
S_2142_2: /* 3 */
		Uerror("blocking sel in d_step (nr.132, near line 159)");
S_2143_0: /* 2 */
		goto S_2147_0;
S_2146_1: /* 3 */
S_2145_0: /* 2 */
		/* else */;
		goto S_2147_0;
S_2146_2: /* 3 */
		Uerror("blocking sel in d_step (nr.133, near line 573)");
S_2147_0: /* 2 */
S_2152_0: /* 2 */
S_2148_0: /* 2 */
		if (!(((int)now.vhead)))
			goto S_2152_1;
S_2149_0: /* 2 */
		now.vhead = 0;
#ifdef VAR_RANGES
		logval("vhead", ((int)now.vhead));
#endif
		;
S_2150_0: /* 2 */
		now.vat = ((((int)now.se)==0)&&(((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])!=9));
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
		goto S_2153_0;
S_2152_1: /* 3 */
S_2151_0: /* 2 */
		/* else */;
		goto S_2153_0;
S_2152_2: /* 3 */
		Uerror("blocking sel in d_step (nr.134, near line 574)");
S_2153_0: /* 2 */
S_2422_0: /* 2 */
S_2283_0: /* 2 */
S_2282_0: /* 2 */
S_2154_0: /* 2 */
		if (!((((((int)now.st)==2)&&(((int)now.se)==(((int)((P4 *)_this)->i)>>3)))&&(((int)now.sp)<((int)((P4 *)_this)->h)))))
			goto S_2282_1;
S_2155_0: /* 2 */
		((P4 *)_this)->pi = (((((int)now.se)*8)+((int)now.sp))+1);
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_2279_0: /* 2 */
S_2156_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->pi)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_2157_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->pi))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2158_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->pi), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2250_0: /* 2 */
S_2159_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->pi)>((int)now.ud)))))
			goto S_2250_1;
S_2235_0: /* 2 */
S_2160_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==3)))
			goto S_2235_1;
S_2161_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2236_0;
S_2235_1: /* 3 */
S_2162_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==4)))
			goto S_2235_2;
S_2163_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2178_0: /* 2 */
S_2164_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2165_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2166_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2173_0: /* 2 */
S_2172_0: /* 2 */
S_2167_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2172_1;
S_2168_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2169_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2173_0; /* ';' */
S_2172_1: /* 3 */
S_2170_0: /* 2 */
		/* else */;
S_2171_0: /* 2 */
		goto S_2175_0;	/* 'goto' */
S_2172_2: /* 3 */
		Uerror("blocking sel in d_step (nr.135, near line 120)");
S_2174_0: /* 2 */
		goto S_2175_0;	/* 'break' */
S_2175_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2176_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2177_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2236_0;
		goto S_2236_0;
S_2235_2: /* 3 */
S_2179_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==5))&&((int)now.uatt))))
			goto S_2235_3;
S_2194_0: /* 2 */
S_2180_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2181_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2182_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2189_0: /* 2 */
S_2188_0: /* 2 */
S_2183_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2188_1;
S_2184_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2185_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2189_0; /* ';' */
S_2188_1: /* 3 */
S_2186_0: /* 2 */
		/* else */;
S_2187_0: /* 2 */
		goto S_2191_0;	/* 'goto' */
S_2188_2: /* 3 */
		Uerror("blocking sel in d_step (nr.136, near line 120)");
S_2190_0: /* 2 */
		goto S_2191_0;	/* 'break' */
S_2191_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2192_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2193_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2236_0;
		goto S_2236_0;
S_2235_3: /* 3 */
S_2195_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==6)&&((int)now.uatt))))
			goto S_2235_4;
S_2196_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2197_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2236_0;
S_2235_4: /* 3 */
S_2198_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==8)&&((int)now.uatt))))
			goto S_2235_5;
S_2213_0: /* 2 */
S_2199_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2200_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2201_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2208_0: /* 2 */
S_2207_0: /* 2 */
S_2202_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2207_1;
S_2203_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2204_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2208_0; /* ';' */
S_2207_1: /* 3 */
S_2205_0: /* 2 */
		/* else */;
S_2206_0: /* 2 */
		goto S_2210_0;	/* 'goto' */
S_2207_2: /* 3 */
		Uerror("blocking sel in d_step (nr.137, near line 120)");
S_2209_0: /* 2 */
		goto S_2210_0;	/* 'break' */
S_2210_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2211_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2212_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2214_0;
S_2214_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2215_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2236_0;
S_2235_5: /* 3 */
S_2216_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)&&((int)now.uatt))))
			goto S_2235_6;
S_2231_0: /* 2 */
S_2217_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2218_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2219_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2226_0: /* 2 */
S_2225_0: /* 2 */
S_2220_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2225_1;
S_2221_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2222_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2226_0; /* ';' */
S_2225_1: /* 3 */
S_2223_0: /* 2 */
		/* else */;
S_2224_0: /* 2 */
		goto S_2228_0;	/* 'goto' */
S_2225_2: /* 3 */
		Uerror("blocking sel in d_step (nr.138, near line 120)");
S_2227_0: /* 2 */
		goto S_2228_0;	/* 'break' */
S_2228_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2229_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2230_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2232_0;
S_2232_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2233_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2236_0;
S_2235_6: /* 3 */
S_2234_0: /* 2 */
		/* else */;
		goto S_2236_0;
S_2235_7: /* 3 */
		Uerror("blocking sel in d_step (nr.139, near line 252)");
S_2236_0: /* 2 */
S_2247_0: /* 2 */
S_2237_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->pi)+1))-1))!=0)))
			goto S_2247_1;
S_2239_0: /* 2 */
S_2238_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->pi)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2244_0;
S_2244_0: /* 2 */
S_2240_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_2244_1;
S_2241_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2242_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2245_0;
S_2244_1: /* 3 */
S_2243_0: /* 2 */
		/* else */;
		goto S_2245_0;
S_2244_2: /* 3 */
		Uerror("blocking sel in d_step (nr.140, near line 263)");
S_2245_0: /* 2 */
		goto S_2248_0;
S_2247_1: /* 3 */
S_2246_0: /* 2 */
		/* else */;
		goto S_2248_0;
S_2247_2: /* 3 */
		Uerror("blocking sel in d_step (nr.141, near line 261)");
S_2248_0: /* 2 */
		goto S_2251_0;
S_2250_1: /* 3 */
S_2249_0: /* 2 */
		/* else */;
		goto S_2251_0;
S_2250_2: /* 3 */
		Uerror("blocking sel in d_step (nr.142, near line 250)");
S_2251_0: /* 2 */
S_2277_0: /* 2 */
S_2252_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)))
			goto S_2277_1;
S_2275_0: /* 2 */
S_2253_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_2254_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_2255_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_2256_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2257_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2258_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_2259_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2264_0: /* 2 */
S_2260_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_2264_1;
S_2261_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_2262_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2265_0;
S_2264_1: /* 3 */
S_2263_0: /* 2 */
		/* else */;
		goto S_2265_0;
S_2264_2: /* 3 */
		Uerror("blocking sel in d_step (nr.143, near line 240)");
S_2265_0: /* 2 */
S_2270_0: /* 2 */
S_2266_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_2270_1;
S_2268_0: /* 2 */
S_2267_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2271_0;
S_2270_1: /* 3 */
S_2269_0: /* 2 */
		/* else */;
		goto S_2271_0;
S_2270_2: /* 3 */
		Uerror("blocking sel in d_step (nr.144, near line 241)");
S_2271_0: /* 2 */
S_2272_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2273_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_2274_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_2278_0;
S_2277_1: /* 3 */
S_2276_0: /* 2 */
		/* else */;
		goto S_2278_0;
S_2277_2: /* 3 */
		Uerror("blocking sel in d_step (nr.145, near line 271)");
S_2278_0: /* 2 */
		goto S_2283_0; /* '.' */
		goto S_2283_0; /* ';' */
		goto S_2283_0; /* ';' */
S_2282_1: /* 3 */
S_2280_0: /* 2 */
		/* else */;
S_2281_0: /* 2 */
		goto S_2421_0;	/* 'goto' */
S_2282_2: /* 3 */
		Uerror("blocking sel in d_step (nr.146, near line 279)");
S_2284_0: /* 2 */
		goto S_2421_0;	/* 'break' */
S_2421_0: /* 2 */
S_2414_0: /* 2 */
S_2413_0: /* 2 */
S_2285_0: /* 2 */
		if (!(((((int)now.st)==2)&&((now.held>>(((((int)now.se)*8)+((int)now.sp))+1))&1))))
			goto S_2413_1;
S_2286_0: /* 2 */
		((P4 *)_this)->pi = (((((int)now.se)*8)+((int)now.sp))+1);
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_2410_0: /* 2 */
S_2287_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->pi)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_2288_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->pi))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2289_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->pi), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2381_0: /* 2 */
S_2290_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->pi)>((int)now.ud)))))
			goto S_2381_1;
S_2366_0: /* 2 */
S_2291_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==3)))
			goto S_2366_1;
S_2292_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2367_0;
S_2366_1: /* 3 */
S_2293_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==4)))
			goto S_2366_2;
S_2294_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2309_0: /* 2 */
S_2295_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2296_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2297_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2304_0: /* 2 */
S_2303_0: /* 2 */
S_2298_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2303_1;
S_2299_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2300_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2304_0; /* ';' */
S_2303_1: /* 3 */
S_2301_0: /* 2 */
		/* else */;
S_2302_0: /* 2 */
		goto S_2306_0;	/* 'goto' */
S_2303_2: /* 3 */
		Uerror("blocking sel in d_step (nr.147, near line 120)");
S_2305_0: /* 2 */
		goto S_2306_0;	/* 'break' */
S_2306_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2307_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2308_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2367_0;
		goto S_2367_0;
S_2366_2: /* 3 */
S_2310_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==5))&&((int)now.uatt))))
			goto S_2366_3;
S_2325_0: /* 2 */
S_2311_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2312_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2313_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2320_0: /* 2 */
S_2319_0: /* 2 */
S_2314_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2319_1;
S_2315_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2316_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2320_0; /* ';' */
S_2319_1: /* 3 */
S_2317_0: /* 2 */
		/* else */;
S_2318_0: /* 2 */
		goto S_2322_0;	/* 'goto' */
S_2319_2: /* 3 */
		Uerror("blocking sel in d_step (nr.148, near line 120)");
S_2321_0: /* 2 */
		goto S_2322_0;	/* 'break' */
S_2322_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2323_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2324_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2367_0;
		goto S_2367_0;
S_2366_3: /* 3 */
S_2326_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==6)&&((int)now.uatt))))
			goto S_2366_4;
S_2327_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2328_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2367_0;
S_2366_4: /* 3 */
S_2329_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==8)&&((int)now.uatt))))
			goto S_2366_5;
S_2344_0: /* 2 */
S_2330_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2331_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2332_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2339_0: /* 2 */
S_2338_0: /* 2 */
S_2333_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2338_1;
S_2334_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2335_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2339_0; /* ';' */
S_2338_1: /* 3 */
S_2336_0: /* 2 */
		/* else */;
S_2337_0: /* 2 */
		goto S_2341_0;	/* 'goto' */
S_2338_2: /* 3 */
		Uerror("blocking sel in d_step (nr.149, near line 120)");
S_2340_0: /* 2 */
		goto S_2341_0;	/* 'break' */
S_2341_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2342_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2343_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2345_0;
S_2345_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2346_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2367_0;
S_2366_5: /* 3 */
S_2347_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)&&((int)now.uatt))))
			goto S_2366_6;
S_2362_0: /* 2 */
S_2348_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2349_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2350_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2357_0: /* 2 */
S_2356_0: /* 2 */
S_2351_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2356_1;
S_2352_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2353_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2357_0; /* ';' */
S_2356_1: /* 3 */
S_2354_0: /* 2 */
		/* else */;
S_2355_0: /* 2 */
		goto S_2359_0;	/* 'goto' */
S_2356_2: /* 3 */
		Uerror("blocking sel in d_step (nr.150, near line 120)");
S_2358_0: /* 2 */
		goto S_2359_0;	/* 'break' */
S_2359_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2360_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2361_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2363_0;
S_2363_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2364_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2367_0;
S_2366_6: /* 3 */
S_2365_0: /* 2 */
		/* else */;
		goto S_2367_0;
S_2366_7: /* 3 */
		Uerror("blocking sel in d_step (nr.151, near line 252)");
S_2367_0: /* 2 */
S_2378_0: /* 2 */
S_2368_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->pi)+1))-1))!=0)))
			goto S_2378_1;
S_2370_0: /* 2 */
S_2369_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->pi)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2375_0;
S_2375_0: /* 2 */
S_2371_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_2375_1;
S_2372_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2373_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2376_0;
S_2375_1: /* 3 */
S_2374_0: /* 2 */
		/* else */;
		goto S_2376_0;
S_2375_2: /* 3 */
		Uerror("blocking sel in d_step (nr.152, near line 263)");
S_2376_0: /* 2 */
		goto S_2379_0;
S_2378_1: /* 3 */
S_2377_0: /* 2 */
		/* else */;
		goto S_2379_0;
S_2378_2: /* 3 */
		Uerror("blocking sel in d_step (nr.153, near line 261)");
S_2379_0: /* 2 */
		goto S_2382_0;
S_2381_1: /* 3 */
S_2380_0: /* 2 */
		/* else */;
		goto S_2382_0;
S_2381_2: /* 3 */
		Uerror("blocking sel in d_step (nr.154, near line 250)");
S_2382_0: /* 2 */
S_2408_0: /* 2 */
S_2383_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)))
			goto S_2408_1;
S_2406_0: /* 2 */
S_2384_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_2385_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_2386_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_2387_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2388_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2389_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_2390_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2395_0: /* 2 */
S_2391_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_2395_1;
S_2392_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_2393_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2396_0;
S_2395_1: /* 3 */
S_2394_0: /* 2 */
		/* else */;
		goto S_2396_0;
S_2395_2: /* 3 */
		Uerror("blocking sel in d_step (nr.155, near line 240)");
S_2396_0: /* 2 */
S_2401_0: /* 2 */
S_2397_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_2401_1;
S_2399_0: /* 2 */
S_2398_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2402_0;
S_2401_1: /* 3 */
S_2400_0: /* 2 */
		/* else */;
		goto S_2402_0;
S_2401_2: /* 3 */
		Uerror("blocking sel in d_step (nr.156, near line 241)");
S_2402_0: /* 2 */
S_2403_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2404_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_2405_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_2409_0;
S_2408_1: /* 3 */
S_2407_0: /* 2 */
		/* else */;
		goto S_2409_0;
S_2408_2: /* 3 */
		Uerror("blocking sel in d_step (nr.157, near line 271)");
S_2409_0: /* 2 */
		goto S_2414_0; /* '.' */
		goto S_2414_0; /* ';' */
		goto S_2414_0; /* ';' */
S_2413_1: /* 3 */
S_2411_0: /* 2 */
		/* else */;
S_2412_0: /* 2 */
		goto S_2419_0;	/* 'goto' */
S_2413_2: /* 3 */
		Uerror("blocking sel in d_step (nr.158, near line 274)");
S_2415_0: /* 2 */
		goto S_2419_0;	/* 'break' */
S_2419_0: /* 2 */
S_2416_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_2419_1;
S_2417_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+((int)now.sp))+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
		goto S_2420_0;
S_2419_1: /* 3 */
S_2418_0: /* 2 */
		/* else */;
		goto S_2420_0;
S_2419_2: /* 3 */
		Uerror("blocking sel in d_step (nr.159, near line 275)");
S_2420_0: /* 2 */
		goto S_2424_0;
		goto S_2424_0;
		goto S_2424_0;
S_2423_3: /* 3 */
		Uerror("blocking sel in d_step (nr.160, near line 562)");
S_2424_0: /* 2 */
S_2576_0: /* 2 */
S_2568_0: /* 2 */
S_2425_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_2568_1;
S_2490_0: /* 2 */
S_2426_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_2490_1;
S_2443_0: /* 2 */
S_2427_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_2428_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_2429_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_2430_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_2431_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_2432_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2433_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2434_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2435_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_2436_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2437_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_2438_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_2439_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2440_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_2441_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_2442_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_2491_0;
S_2490_1: /* 3 */
S_2444_0: /* 2 */
		/* else */;
S_2488_0: /* 2 */
S_2445_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_2488_1;
S_2478_0: /* 2 */
S_2446_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_2447_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_2448_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2449_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_2450_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_2451_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_2474_0: /* 2 */
S_2452_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_2474_1;
S_2453_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2454_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2475_0;
S_2474_1: /* 3 */
S_2455_0: /* 2 */
		/* else */;
S_2464_0: /* 2 */
S_2456_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_2462_0: /* 2 */
S_2461_0: /* 2 */
S_2457_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_2461_1;
S_2458_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2462_0; /* ';' */
S_2461_1: /* 3 */
S_2459_0: /* 2 */
		/* else */;
S_2460_0: /* 2 */
		goto S_2471_0;	/* 'goto' */
S_2461_2: /* 3 */
		Uerror("blocking sel in d_step (nr.161, near line 153)");
S_2463_0: /* 2 */
		goto S_2471_0;	/* 'break' */
		goto S_2471_0;
S_2471_0: /* 2 */
S_2465_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_2471_1;
S_2466_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2467_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2472_0;
S_2471_1: /* 3 */
S_2468_0: /* 2 */
		/* else */;
S_2469_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2470_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2472_0;
S_2471_2: /* 3 */
		Uerror("blocking sel in d_step (nr.162, near line 192)");
S_2472_0: /* 2 */
S_2473_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2475_0;
S_2474_2: /* 3 */
		Uerror("blocking sel in d_step (nr.163, near line 188)");
S_2475_0: /* 2 */
S_2476_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_2477_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_2489_0;
S_2488_1: /* 3 */
S_2479_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_2488_2;
S_2486_0: /* 2 */
S_2480_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_2481_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2482_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_2483_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_2484_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_2485_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_2489_0;
		goto S_2489_0;
S_2488_2: /* 3 */
S_2487_0: /* 2 */
		/* else */;
		goto S_2489_0;
S_2488_3: /* 3 */
		Uerror("blocking sel in d_step (nr.164, near line 214)");
S_2489_0: /* 2 */
		goto S_2491_0;
S_2490_2: /* 3 */
		Uerror("blocking sel in d_step (nr.165, near line 211)");
S_2491_0: /* 2 */
		goto S_2569_0;
S_2568_1: /* 3 */
S_2492_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_2568_2;
S_2493_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2502_0: /* 2 */
S_2494_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_2500_0: /* 2 */
S_2499_0: /* 2 */
S_2495_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_2499_1;
S_2496_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2500_0; /* ';' */
S_2499_1: /* 3 */
S_2497_0: /* 2 */
		/* else */;
S_2498_0: /* 2 */
		goto S_2564_0;	/* 'goto' */
S_2499_2: /* 3 */
		Uerror("blocking sel in d_step (nr.166, near line 153)");
S_2501_0: /* 2 */
		goto S_2564_0;	/* 'break' */
		goto S_2564_0;
S_2564_0: /* 2 */
S_2503_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_2564_1;
S_2520_0: /* 2 */
S_2504_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_2505_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_2506_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_2507_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_2508_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_2509_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2510_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2511_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2512_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_2513_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2514_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_2515_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_2516_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2517_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_2518_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_2519_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_2565_0;
S_2564_1: /* 3 */
S_2521_0: /* 2 */
		/* else */;
S_2525_0: /* 2 */
S_2522_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_2525_1;
S_2523_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_2526_0;
S_2525_1: /* 3 */
S_2524_0: /* 2 */
		/* else */;
		goto S_2526_0;
S_2525_2: /* 3 */
		Uerror("blocking sel in d_step (nr.167, near line 226)");
S_2526_0: /* 2 */
S_2562_0: /* 2 */
S_2527_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_2562_1;
S_2560_0: /* 2 */
S_2528_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_2529_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_2530_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2531_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_2532_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_2533_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_2556_0: /* 2 */
S_2534_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_2556_1;
S_2535_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2536_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2557_0;
S_2556_1: /* 3 */
S_2537_0: /* 2 */
		/* else */;
S_2546_0: /* 2 */
S_2538_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_2544_0: /* 2 */
S_2543_0: /* 2 */
S_2539_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_2543_1;
S_2540_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2544_0; /* ';' */
S_2543_1: /* 3 */
S_2541_0: /* 2 */
		/* else */;
S_2542_0: /* 2 */
		goto S_2553_0;	/* 'goto' */
S_2543_2: /* 3 */
		Uerror("blocking sel in d_step (nr.168, near line 153)");
S_2545_0: /* 2 */
		goto S_2553_0;	/* 'break' */
		goto S_2553_0;
S_2553_0: /* 2 */
S_2547_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_2553_1;
S_2548_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2549_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2554_0;
S_2553_1: /* 3 */
S_2550_0: /* 2 */
		/* else */;
S_2551_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2552_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2554_0;
S_2553_2: /* 3 */
		Uerror("blocking sel in d_step (nr.169, near line 192)");
S_2554_0: /* 2 */
S_2555_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2557_0;
S_2556_2: /* 3 */
		Uerror("blocking sel in d_step (nr.170, near line 188)");
S_2557_0: /* 2 */
S_2558_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_2559_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_2563_0;
S_2562_1: /* 3 */
S_2561_0: /* 2 */
		/* else */;
		goto S_2563_0;
S_2562_2: /* 3 */
		Uerror("blocking sel in d_step (nr.171, near line 230)");
S_2563_0: /* 2 */
		goto S_2565_0;
S_2564_2: /* 3 */
		Uerror("blocking sel in d_step (nr.172, near line 223)");
S_2565_0: /* 2 */
S_2566_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2569_0;
S_2568_2: /* 3 */
S_2567_0: /* 2 */
		/* else */;
		goto S_2569_0;
S_2568_3: /* 3 */
		Uerror("blocking sel in d_step (nr.173, near line 209)");
S_2569_0: /* 2 */
S_2574_0: /* 2 */
S_2570_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_2574_1;
S_2571_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_2572_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_2575_0;
S_2574_1: /* 3 */
S_2573_0: /* 2 */
		/* else */;
		goto S_2575_0;
S_2574_2: /* 3 */
		Uerror("blocking sel in d_step (nr.174, near line 234)");
S_2575_0: /* 2 */
		goto S_2578_0;
		goto S_2578_0;
S_2577_5: /* 3 */
		Uerror("blocking sel in d_step (nr.175, near line 555)");
S_2578_0: /* 2 */
		goto S_2580_0;
S_2579_2: /* 3 */
		Uerror("blocking sel in d_step (nr.176, near line 548)");
S_2580_0: /* 2 */
S_2581_0: /* 2 */
		((P4 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval("Edge:n", ((int)((P4 *)_this)->n));
#endif
		;
S_2582_0: /* 2 */
		((P4 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Edge:r", ((int)((P4 *)_this)->r));
#endif
		;
S_2583_0: /* 2 */
		((P4 *)_this)->gg = 0;
#ifdef VAR_RANGES
		logval("Edge:gg", ((int)((P4 *)_this)->gg));
#endif
		;
S_2584_0: /* 2 */
		((P4 *)_this)->ok = 0;
#ifdef VAR_RANGES
		logval("Edge:ok", ((int)((P4 *)_this)->ok));
#endif
		;
S_2585_0: /* 2 */
		((P4 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
S_2586_0: /* 2 */
		((P4 *)_this)->h = 0;
#ifdef VAR_RANGES
		logval("Edge:h", ((int)((P4 *)_this)->h));
#endif
		;
S_2587_0: /* 2 */
		((P4 *)_this)->ended = 0;
#ifdef VAR_RANGES
		logval("Edge:ended", ((int)((P4 *)_this)->ended));
#endif
		;
S_2588_0: /* 2 */
		((P4 *)_this)->pi = 0;
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_2589_0: /* 2 */
		((P4 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Edge:e", ((int)((P4 *)_this)->e));
#endif
		;
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 4; goto P999;

	case 35: // STATE 2108 - delivery.pml:580 - [D_STEP580]
		if (!(((q_len(now.pub[1])))))
			continue;

		reached[4][2108] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_2591_0: /* 2 */
		if (q_len(now.pub[1]) == 0) Uerror("block in d_step seq");

		XX=1;
		((P4 *)_this)->r = qrecv(now.pub[1], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Edge:r", ((int)((P4 *)_this)->r));
#endif
		;
		((P4 *)_this)->b = qrecv(now.pub[1], XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("Edge:b", ((int)((P4 *)_this)->b));
#endif
		;
		((P4 *)_this)->i = qrecv(now.pub[1], XX-1, 2, 1);
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.pub[1]);
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->i)); strcat(simvals, simtmp);		}
#endif
		;
S_2592_0: /* 2 */
		((P4 *)_this)->gg = 1;
#ifdef VAR_RANGES
		logval("Edge:gg", ((int)((P4 *)_this)->gg));
#endif
		;
S_3099_0: /* 2 */
S_2593_0: /* 2 */
		Printf("edge reads frame incarnation %d registration %d bseq %d: %d.%d\n", ((int)((P4 *)_this)->gg), ((int)((P4 *)_this)->r), ((int)((P4 *)_this)->b), (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
S_3092_0: /* 2 */
S_2594_0: /* 2 */
		if (!((((int)((P4 *)_this)->gg)<((int)now.ewg))))
			goto S_3092_1;
S_2595_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_3093_0;
S_3092_1: /* 3 */
S_2596_0: /* 2 */
		/* else */;
S_2646_0: /* 2 */
S_2597_0: /* 2 */
		if (!((((int)((P4 *)_this)->gg)>((int)now.ewg))))
			goto S_2646_1;
S_2644_0: /* 2 */
S_2598_0: /* 2 */
		now.ewg = ((int)((P4 *)_this)->gg);
#ifdef VAR_RANGES
		logval("ewg", ((int)now.ewg));
#endif
		;
S_2643_0: /* 2 */
S_2599_0: /* 2 */
		now.ereg = (((int)now.ereg)+1);
#ifdef VAR_RANGES
		logval("ereg", ((int)now.ereg));
#endif
		;
S_2600_0: /* 2 */
		spin_assert((((int)now.ereg)<12), "(ereg<12)", II, tt, t);
S_2601_0: /* 2 */
		now.eb = 0;
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
S_2602_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2603_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2604_0: /* 2 */
		if (q_full(now.helq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.helq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.helq, 0, ((int)now.ereg), 0, 0, 0, 0, 0, 0, 1);
S_2605_0: /* 2 */
		Printf("  edge says hello %d\n", ((int)now.ereg));
S_2641_0: /* 2 */
S_2606_0: /* 2 */
		if (!((((int)now.st)!=0)))
			goto S_2641_1;
S_2639_0: /* 2 */
S_2607_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_2608_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_2609_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2610_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_2611_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_2612_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_2635_0: /* 2 */
S_2613_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_2635_1;
S_2614_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2615_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2636_0;
S_2635_1: /* 3 */
S_2616_0: /* 2 */
		/* else */;
S_2625_0: /* 2 */
S_2617_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_2623_0: /* 2 */
S_2622_0: /* 2 */
S_2618_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_2622_1;
S_2619_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2623_0; /* ';' */
S_2622_1: /* 3 */
S_2620_0: /* 2 */
		/* else */;
S_2621_0: /* 2 */
		goto S_2632_0;	/* 'goto' */
S_2622_2: /* 3 */
		Uerror("blocking sel in d_step (nr.177, near line 153)");
S_2624_0: /* 2 */
		goto S_2632_0;	/* 'break' */
		goto S_2632_0;
S_2632_0: /* 2 */
S_2626_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_2632_1;
S_2627_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2628_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2633_0;
S_2632_1: /* 3 */
S_2629_0: /* 2 */
		/* else */;
S_2630_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2631_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2633_0;
S_2632_2: /* 3 */
		Uerror("blocking sel in d_step (nr.178, near line 192)");
S_2633_0: /* 2 */
S_2634_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2636_0;
S_2635_2: /* 3 */
		Uerror("blocking sel in d_step (nr.179, near line 188)");
S_2636_0: /* 2 */
S_2637_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_2638_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_2642_0;
S_2641_1: /* 3 */
S_2640_0: /* 2 */
		/* else */;
		goto S_2642_0;
S_2641_2: /* 3 */
		Uerror("blocking sel in d_step (nr.180, near line 290)");
S_2642_0: /* 2 */
		goto S_2647_0;
S_2646_1: /* 3 */
S_2645_0: /* 2 */
		/* else */;
		goto S_2647_0;
S_2646_2: /* 3 */
		Uerror("blocking sel in d_step (nr.181, near line 300)");
S_2647_0: /* 2 */
S_3090_0: /* 2 */
S_2648_0: /* 2 */
		if (!((((int)((P4 *)_this)->r)!=((int)now.ereg))))
			goto S_3090_1;
S_2649_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_3091_0;
S_3090_1: /* 3 */
S_2650_0: /* 2 */
		/* else */;
S_2654_0: /* 2 */
S_2651_0: /* 2 */
		if (!(((((int)((P4 *)_this)->b)>(((int)now.eb)+1))&&(((int)now.st)!=0))))
			goto S_2654_1;
S_2652_0: /* 2 */
		now.need = 1;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
		goto S_2655_0;
S_2654_1: /* 3 */
S_2653_0: /* 2 */
		/* else */;
		goto S_2655_0;
S_2654_2: /* 3 */
		Uerror("blocking sel in d_step (nr.182, near line 307)");
S_2655_0: /* 2 */
S_2659_0: /* 2 */
S_2656_0: /* 2 */
		if (!((((int)((P4 *)_this)->b)>((int)now.eb))))
			goto S_2659_1;
S_2657_0: /* 2 */
		now.eb = ((int)((P4 *)_this)->b);
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
		goto S_2660_0;
S_2659_1: /* 3 */
S_2658_0: /* 2 */
		/* else */;
		goto S_2660_0;
S_2659_2: /* 3 */
		Uerror("blocking sel in d_step (nr.183, near line 309)");
S_2660_0: /* 2 */
S_2936_0: /* 2 */
S_2661_0: /* 2 */
		if (!((((int)now.st)==0)))
			goto S_2936_1;
S_2662_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_2663_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_2664_0: /* 2 */
		Printf("  not followed: detach no %d\n", ((int)now.eno));
		goto S_2937_0;
S_2936_1: /* 3 */
S_2665_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_2936_2;
S_2669_0: /* 2 */
S_2666_0: /* 2 */
		if (!((((int)((P4 *)_this)->i)>((int)now.lastp))))
			goto S_2669_1;
S_2667_0: /* 2 */
		now.held = (now.held|(1<<((int)((P4 *)_this)->i)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
		goto S_2670_0;
S_2669_1: /* 3 */
S_2668_0: /* 2 */
		/* else */;
		goto S_2670_0;
S_2669_2: /* 3 */
		Uerror("blocking sel in d_step (nr.184, near line 319)");
S_2670_0: /* 2 */
		goto S_2937_0;
S_2936_2: /* 3 */
S_2671_0: /* 2 */
		if (!(((((int)now.st)==2)&&(((int)((P4 *)_this)->i)==(((((int)now.se)*8)+((int)now.sp))+1)))))
			goto S_2936_3;
S_2795_0: /* 2 */
S_2672_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->i)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_2673_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->i))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2674_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->i), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2766_0: /* 2 */
S_2675_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->i)>((int)now.ud)))))
			goto S_2766_1;
S_2751_0: /* 2 */
S_2676_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==3)))
			goto S_2751_1;
S_2677_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2752_0;
S_2751_1: /* 3 */
S_2678_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==4)))
			goto S_2751_2;
S_2679_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2694_0: /* 2 */
S_2680_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->i)>((int)now.gpos)), "(i>gpos)", II, tt, t);
S_2681_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->i), 16) ]), "adr[i]", II, tt, t);
S_2682_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2689_0: /* 2 */
S_2688_0: /* 2 */
S_2683_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->i))))
			goto S_2688_1;
S_2684_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2685_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2689_0; /* ';' */
S_2688_1: /* 3 */
S_2686_0: /* 2 */
		/* else */;
S_2687_0: /* 2 */
		goto S_2691_0;	/* 'goto' */
S_2688_2: /* 3 */
		Uerror("blocking sel in d_step (nr.185, near line 120)");
S_2690_0: /* 2 */
		goto S_2691_0;	/* 'break' */
S_2691_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2692_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2693_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
		goto S_2752_0;
		goto S_2752_0;
S_2751_2: /* 3 */
S_2695_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==5))&&((int)now.uatt))))
			goto S_2751_3;
S_2710_0: /* 2 */
S_2696_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->i)>((int)now.gpos)), "(i>gpos)", II, tt, t);
S_2697_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->i), 16) ]), "adr[i]", II, tt, t);
S_2698_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2705_0: /* 2 */
S_2704_0: /* 2 */
S_2699_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->i))))
			goto S_2704_1;
S_2700_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2701_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2705_0; /* ';' */
S_2704_1: /* 3 */
S_2702_0: /* 2 */
		/* else */;
S_2703_0: /* 2 */
		goto S_2707_0;	/* 'goto' */
S_2704_2: /* 3 */
		Uerror("blocking sel in d_step (nr.186, near line 120)");
S_2706_0: /* 2 */
		goto S_2707_0;	/* 'break' */
S_2707_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2708_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2709_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
		goto S_2752_0;
		goto S_2752_0;
S_2751_3: /* 3 */
S_2711_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==6)&&((int)now.uatt))))
			goto S_2751_4;
S_2712_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2713_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2752_0;
S_2751_4: /* 3 */
S_2714_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==8)&&((int)now.uatt))))
			goto S_2751_5;
S_2729_0: /* 2 */
S_2715_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->i)>((int)now.gpos)), "(i>gpos)", II, tt, t);
S_2716_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->i), 16) ]), "adr[i]", II, tt, t);
S_2717_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2724_0: /* 2 */
S_2723_0: /* 2 */
S_2718_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->i))))
			goto S_2723_1;
S_2719_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2720_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2724_0; /* ';' */
S_2723_1: /* 3 */
S_2721_0: /* 2 */
		/* else */;
S_2722_0: /* 2 */
		goto S_2726_0;	/* 'goto' */
S_2723_2: /* 3 */
		Uerror("blocking sel in d_step (nr.187, near line 120)");
S_2725_0: /* 2 */
		goto S_2726_0;	/* 'break' */
S_2726_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2727_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2728_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
		goto S_2730_0;
S_2730_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2731_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2752_0;
S_2751_5: /* 3 */
S_2732_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==9)&&((int)now.uatt))))
			goto S_2751_6;
S_2747_0: /* 2 */
S_2733_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->i)>((int)now.gpos)), "(i>gpos)", II, tt, t);
S_2734_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->i), 16) ]), "adr[i]", II, tt, t);
S_2735_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2742_0: /* 2 */
S_2741_0: /* 2 */
S_2736_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->i))))
			goto S_2741_1;
S_2737_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2738_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2742_0; /* ';' */
S_2741_1: /* 3 */
S_2739_0: /* 2 */
		/* else */;
S_2740_0: /* 2 */
		goto S_2744_0;	/* 'goto' */
S_2741_2: /* 3 */
		Uerror("blocking sel in d_step (nr.188, near line 120)");
S_2743_0: /* 2 */
		goto S_2744_0;	/* 'break' */
S_2744_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2745_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2746_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
		goto S_2748_0;
S_2748_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2749_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2752_0;
S_2751_6: /* 3 */
S_2750_0: /* 2 */
		/* else */;
		goto S_2752_0;
S_2751_7: /* 3 */
		Uerror("blocking sel in d_step (nr.189, near line 252)");
S_2752_0: /* 2 */
S_2763_0: /* 2 */
S_2753_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->i)+1))-1))!=0)))
			goto S_2763_1;
S_2755_0: /* 2 */
S_2754_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->i)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2760_0;
S_2760_0: /* 2 */
S_2756_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_2760_1;
S_2757_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2758_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2761_0;
S_2760_1: /* 3 */
S_2759_0: /* 2 */
		/* else */;
		goto S_2761_0;
S_2760_2: /* 3 */
		Uerror("blocking sel in d_step (nr.190, near line 263)");
S_2761_0: /* 2 */
		goto S_2764_0;
S_2763_1: /* 3 */
S_2762_0: /* 2 */
		/* else */;
		goto S_2764_0;
S_2763_2: /* 3 */
		Uerror("blocking sel in d_step (nr.191, near line 261)");
S_2764_0: /* 2 */
		goto S_2767_0;
S_2766_1: /* 3 */
S_2765_0: /* 2 */
		/* else */;
		goto S_2767_0;
S_2766_2: /* 3 */
		Uerror("blocking sel in d_step (nr.192, near line 250)");
S_2767_0: /* 2 */
S_2793_0: /* 2 */
S_2768_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==9)))
			goto S_2793_1;
S_2791_0: /* 2 */
S_2769_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_2770_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_2771_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_2772_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2773_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2774_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_2775_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2780_0: /* 2 */
S_2776_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_2780_1;
S_2777_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_2778_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2781_0;
S_2780_1: /* 3 */
S_2779_0: /* 2 */
		/* else */;
		goto S_2781_0;
S_2780_2: /* 3 */
		Uerror("blocking sel in d_step (nr.193, near line 240)");
S_2781_0: /* 2 */
S_2786_0: /* 2 */
S_2782_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_2786_1;
S_2784_0: /* 2 */
S_2783_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2787_0;
S_2786_1: /* 3 */
S_2785_0: /* 2 */
		/* else */;
		goto S_2787_0;
S_2786_2: /* 3 */
		Uerror("blocking sel in d_step (nr.194, near line 241)");
S_2787_0: /* 2 */
S_2788_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2789_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_2790_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_2794_0;
S_2793_1: /* 3 */
S_2792_0: /* 2 */
		/* else */;
		goto S_2794_0;
S_2793_2: /* 3 */
		Uerror("blocking sel in d_step (nr.195, near line 271)");
S_2794_0: /* 2 */
		goto S_2932_0;
S_2932_0: /* 2 */
S_2925_0: /* 2 */
S_2924_0: /* 2 */
S_2796_0: /* 2 */
		if (!(((((int)now.st)==2)&&((now.held>>(((((int)now.se)*8)+((int)now.sp))+1))&1))))
			goto S_2924_1;
S_2797_0: /* 2 */
		((P4 *)_this)->pi = (((((int)now.se)*8)+((int)now.sp))+1);
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_2921_0: /* 2 */
S_2798_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->pi)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_2799_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->pi))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2800_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->pi), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2892_0: /* 2 */
S_2801_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->pi)>((int)now.ud)))))
			goto S_2892_1;
S_2877_0: /* 2 */
S_2802_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==3)))
			goto S_2877_1;
S_2803_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2878_0;
S_2877_1: /* 3 */
S_2804_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==4)))
			goto S_2877_2;
S_2805_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2820_0: /* 2 */
S_2806_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2807_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2808_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2815_0: /* 2 */
S_2814_0: /* 2 */
S_2809_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2814_1;
S_2810_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2811_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2815_0; /* ';' */
S_2814_1: /* 3 */
S_2812_0: /* 2 */
		/* else */;
S_2813_0: /* 2 */
		goto S_2817_0;	/* 'goto' */
S_2814_2: /* 3 */
		Uerror("blocking sel in d_step (nr.196, near line 120)");
S_2816_0: /* 2 */
		goto S_2817_0;	/* 'break' */
S_2817_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2818_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2819_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2878_0;
		goto S_2878_0;
S_2877_2: /* 3 */
S_2821_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==5))&&((int)now.uatt))))
			goto S_2877_3;
S_2836_0: /* 2 */
S_2822_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2823_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2824_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2831_0: /* 2 */
S_2830_0: /* 2 */
S_2825_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2830_1;
S_2826_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2827_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2831_0; /* ';' */
S_2830_1: /* 3 */
S_2828_0: /* 2 */
		/* else */;
S_2829_0: /* 2 */
		goto S_2833_0;	/* 'goto' */
S_2830_2: /* 3 */
		Uerror("blocking sel in d_step (nr.197, near line 120)");
S_2832_0: /* 2 */
		goto S_2833_0;	/* 'break' */
S_2833_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2834_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2835_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2878_0;
		goto S_2878_0;
S_2877_3: /* 3 */
S_2837_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==6)&&((int)now.uatt))))
			goto S_2877_4;
S_2838_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2839_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2878_0;
S_2877_4: /* 3 */
S_2840_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==8)&&((int)now.uatt))))
			goto S_2877_5;
S_2855_0: /* 2 */
S_2841_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2842_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2843_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2850_0: /* 2 */
S_2849_0: /* 2 */
S_2844_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2849_1;
S_2845_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2846_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2850_0; /* ';' */
S_2849_1: /* 3 */
S_2847_0: /* 2 */
		/* else */;
S_2848_0: /* 2 */
		goto S_2852_0;	/* 'goto' */
S_2849_2: /* 3 */
		Uerror("blocking sel in d_step (nr.198, near line 120)");
S_2851_0: /* 2 */
		goto S_2852_0;	/* 'break' */
S_2852_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2853_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2854_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2856_0;
S_2856_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2857_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2878_0;
S_2877_5: /* 3 */
S_2858_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)&&((int)now.uatt))))
			goto S_2877_6;
S_2873_0: /* 2 */
S_2859_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_2860_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_2861_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2868_0: /* 2 */
S_2867_0: /* 2 */
S_2862_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_2867_1;
S_2863_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_2864_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_2868_0; /* ';' */
S_2867_1: /* 3 */
S_2865_0: /* 2 */
		/* else */;
S_2866_0: /* 2 */
		goto S_2870_0;	/* 'goto' */
S_2867_2: /* 3 */
		Uerror("blocking sel in d_step (nr.199, near line 120)");
S_2869_0: /* 2 */
		goto S_2870_0;	/* 'break' */
S_2870_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_2871_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_2872_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_2874_0;
S_2874_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2875_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2878_0;
S_2877_6: /* 3 */
S_2876_0: /* 2 */
		/* else */;
		goto S_2878_0;
S_2877_7: /* 3 */
		Uerror("blocking sel in d_step (nr.200, near line 252)");
S_2878_0: /* 2 */
S_2889_0: /* 2 */
S_2879_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->pi)+1))-1))!=0)))
			goto S_2889_1;
S_2881_0: /* 2 */
S_2880_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->pi)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2886_0;
S_2886_0: /* 2 */
S_2882_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_2886_1;
S_2883_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_2884_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_2887_0;
S_2886_1: /* 3 */
S_2885_0: /* 2 */
		/* else */;
		goto S_2887_0;
S_2886_2: /* 3 */
		Uerror("blocking sel in d_step (nr.201, near line 263)");
S_2887_0: /* 2 */
		goto S_2890_0;
S_2889_1: /* 3 */
S_2888_0: /* 2 */
		/* else */;
		goto S_2890_0;
S_2889_2: /* 3 */
		Uerror("blocking sel in d_step (nr.202, near line 261)");
S_2890_0: /* 2 */
		goto S_2893_0;
S_2892_1: /* 3 */
S_2891_0: /* 2 */
		/* else */;
		goto S_2893_0;
S_2892_2: /* 3 */
		Uerror("blocking sel in d_step (nr.203, near line 250)");
S_2893_0: /* 2 */
S_2919_0: /* 2 */
S_2894_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)))
			goto S_2919_1;
S_2917_0: /* 2 */
S_2895_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_2896_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_2897_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_2898_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2899_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2900_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_2901_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2906_0: /* 2 */
S_2902_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_2906_1;
S_2903_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_2904_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_2907_0;
S_2906_1: /* 3 */
S_2905_0: /* 2 */
		/* else */;
		goto S_2907_0;
S_2906_2: /* 3 */
		Uerror("blocking sel in d_step (nr.204, near line 240)");
S_2907_0: /* 2 */
S_2912_0: /* 2 */
S_2908_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_2912_1;
S_2910_0: /* 2 */
S_2909_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_2913_0;
S_2912_1: /* 3 */
S_2911_0: /* 2 */
		/* else */;
		goto S_2913_0;
S_2912_2: /* 3 */
		Uerror("blocking sel in d_step (nr.205, near line 241)");
S_2913_0: /* 2 */
S_2914_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2915_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_2916_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_2920_0;
S_2919_1: /* 3 */
S_2918_0: /* 2 */
		/* else */;
		goto S_2920_0;
S_2919_2: /* 3 */
		Uerror("blocking sel in d_step (nr.206, near line 271)");
S_2920_0: /* 2 */
		goto S_2925_0; /* '.' */
		goto S_2925_0; /* ';' */
		goto S_2925_0; /* ';' */
S_2924_1: /* 3 */
S_2922_0: /* 2 */
		/* else */;
S_2923_0: /* 2 */
		goto S_2930_0;	/* 'goto' */
S_2924_2: /* 3 */
		Uerror("blocking sel in d_step (nr.207, near line 274)");
S_2926_0: /* 2 */
		goto S_2930_0;	/* 'break' */
S_2930_0: /* 2 */
S_2927_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_2930_1;
S_2928_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+((int)now.sp))+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
		goto S_2931_0;
S_2930_1: /* 3 */
S_2929_0: /* 2 */
		/* else */;
		goto S_2931_0;
S_2930_2: /* 3 */
		Uerror("blocking sel in d_step (nr.208, near line 275)");
S_2931_0: /* 2 */
		goto S_2937_0;
		goto S_2937_0;
S_2936_3: /* 3 */
S_2933_0: /* 2 */
		if (!(((((int)now.st)==2)&&(((int)((P4 *)_this)->i)>(((((int)now.se)*8)+((int)now.sp))+1)))))
			goto S_2936_4;
S_2934_0: /* 2 */
		now.held = (now.held|(1<<((int)((P4 *)_this)->i)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
		goto S_2937_0;
S_2936_4: /* 3 */
S_2935_0: /* 2 */
		/* else */;
		goto S_2937_0;
S_2936_5: /* 3 */
		Uerror("blocking sel in d_step (nr.209, near line 310)");
S_2937_0: /* 2 */
S_3089_0: /* 2 */
S_3081_0: /* 2 */
S_2938_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3081_1;
S_3003_0: /* 2 */
S_2939_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_3003_1;
S_2956_0: /* 2 */
S_2940_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_2941_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_2942_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_2943_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_2944_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_2945_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_2946_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_2947_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2948_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_2949_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2950_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_2951_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_2952_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_2953_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_2954_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_2955_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_3004_0;
S_3003_1: /* 3 */
S_2957_0: /* 2 */
		/* else */;
S_3001_0: /* 2 */
S_2958_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_3001_1;
S_2991_0: /* 2 */
S_2959_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_2960_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_2961_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2962_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_2963_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_2964_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_2987_0: /* 2 */
S_2965_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_2987_1;
S_2966_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2967_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2988_0;
S_2987_1: /* 3 */
S_2968_0: /* 2 */
		/* else */;
S_2977_0: /* 2 */
S_2969_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_2975_0: /* 2 */
S_2974_0: /* 2 */
S_2970_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_2974_1;
S_2971_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2975_0; /* ';' */
S_2974_1: /* 3 */
S_2972_0: /* 2 */
		/* else */;
S_2973_0: /* 2 */
		goto S_2984_0;	/* 'goto' */
S_2974_2: /* 3 */
		Uerror("blocking sel in d_step (nr.210, near line 153)");
S_2976_0: /* 2 */
		goto S_2984_0;	/* 'break' */
		goto S_2984_0;
S_2984_0: /* 2 */
S_2978_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_2984_1;
S_2979_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2980_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2985_0;
S_2984_1: /* 3 */
S_2981_0: /* 2 */
		/* else */;
S_2982_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_2983_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_2985_0;
S_2984_2: /* 3 */
		Uerror("blocking sel in d_step (nr.211, near line 192)");
S_2985_0: /* 2 */
S_2986_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_2988_0;
S_2987_2: /* 3 */
		Uerror("blocking sel in d_step (nr.212, near line 188)");
S_2988_0: /* 2 */
S_2989_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_2990_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_3002_0;
S_3001_1: /* 3 */
S_2992_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_3001_2;
S_2999_0: /* 2 */
S_2993_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_2994_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_2995_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_2996_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_2997_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_2998_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_3002_0;
		goto S_3002_0;
S_3001_2: /* 3 */
S_3000_0: /* 2 */
		/* else */;
		goto S_3002_0;
S_3001_3: /* 3 */
		Uerror("blocking sel in d_step (nr.213, near line 214)");
S_3002_0: /* 2 */
		goto S_3004_0;
S_3003_2: /* 3 */
		Uerror("blocking sel in d_step (nr.214, near line 211)");
S_3004_0: /* 2 */
		goto S_3082_0;
S_3081_1: /* 3 */
S_3005_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_3081_2;
S_3006_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3015_0: /* 2 */
S_3007_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3013_0: /* 2 */
S_3012_0: /* 2 */
S_3008_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3012_1;
S_3009_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3013_0; /* ';' */
S_3012_1: /* 3 */
S_3010_0: /* 2 */
		/* else */;
S_3011_0: /* 2 */
		goto S_3077_0;	/* 'goto' */
S_3012_2: /* 3 */
		Uerror("blocking sel in d_step (nr.215, near line 153)");
S_3014_0: /* 2 */
		goto S_3077_0;	/* 'break' */
		goto S_3077_0;
S_3077_0: /* 2 */
S_3016_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_3077_1;
S_3033_0: /* 2 */
S_3017_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3018_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_3019_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_3020_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_3021_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3022_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3023_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3024_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3025_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3026_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3027_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_3028_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3029_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3030_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3031_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_3032_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_3078_0;
S_3077_1: /* 3 */
S_3034_0: /* 2 */
		/* else */;
S_3038_0: /* 2 */
S_3035_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_3038_1;
S_3036_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_3039_0;
S_3038_1: /* 3 */
S_3037_0: /* 2 */
		/* else */;
		goto S_3039_0;
S_3038_2: /* 3 */
		Uerror("blocking sel in d_step (nr.216, near line 226)");
S_3039_0: /* 2 */
S_3075_0: /* 2 */
S_3040_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_3075_1;
S_3073_0: /* 2 */
S_3041_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3042_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_3043_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3044_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3045_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3046_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3069_0: /* 2 */
S_3047_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3069_1;
S_3048_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3049_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3070_0;
S_3069_1: /* 3 */
S_3050_0: /* 2 */
		/* else */;
S_3059_0: /* 2 */
S_3051_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3057_0: /* 2 */
S_3056_0: /* 2 */
S_3052_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3056_1;
S_3053_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3057_0; /* ';' */
S_3056_1: /* 3 */
S_3054_0: /* 2 */
		/* else */;
S_3055_0: /* 2 */
		goto S_3066_0;	/* 'goto' */
S_3056_2: /* 3 */
		Uerror("blocking sel in d_step (nr.217, near line 153)");
S_3058_0: /* 2 */
		goto S_3066_0;	/* 'break' */
		goto S_3066_0;
S_3066_0: /* 2 */
S_3060_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_3066_1;
S_3061_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3062_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3067_0;
S_3066_1: /* 3 */
S_3063_0: /* 2 */
		/* else */;
S_3064_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3065_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3067_0;
S_3066_2: /* 3 */
		Uerror("blocking sel in d_step (nr.218, near line 192)");
S_3067_0: /* 2 */
S_3068_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3070_0;
S_3069_2: /* 3 */
		Uerror("blocking sel in d_step (nr.219, near line 188)");
S_3070_0: /* 2 */
S_3071_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_3072_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_3076_0;
S_3075_1: /* 3 */
S_3074_0: /* 2 */
		/* else */;
		goto S_3076_0;
S_3075_2: /* 3 */
		Uerror("blocking sel in d_step (nr.220, near line 230)");
S_3076_0: /* 2 */
		goto S_3078_0;
S_3077_2: /* 3 */
		Uerror("blocking sel in d_step (nr.221, near line 223)");
S_3078_0: /* 2 */
S_3079_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3082_0;
S_3081_2: /* 3 */
S_3080_0: /* 2 */
		/* else */;
		goto S_3082_0;
S_3081_3: /* 3 */
		Uerror("blocking sel in d_step (nr.222, near line 209)");
S_3082_0: /* 2 */
S_3087_0: /* 2 */
S_3083_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_3087_1;
S_3084_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_3085_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_3088_0;
S_3087_1: /* 3 */
S_3086_0: /* 2 */
		/* else */;
		goto S_3088_0;
S_3087_2: /* 3 */
		Uerror("blocking sel in d_step (nr.223, near line 234)");
S_3088_0: /* 2 */
		goto S_3091_0;
		goto S_3091_0;
S_3090_2: /* 3 */
		Uerror("blocking sel in d_step (nr.224, near line 301)");
S_3091_0: /* 2 */
		goto S_3093_0;
S_3092_2: /* 3 */
		Uerror("blocking sel in d_step (nr.225, near line 297)");
S_3093_0: /* 2 */
S_3094_0: /* 2 */
		((P4 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Edge:r", ((int)((P4 *)_this)->r));
#endif
		;
S_3095_0: /* 2 */
		((P4 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("Edge:b", ((int)((P4 *)_this)->b));
#endif
		;
S_3096_0: /* 2 */
		((P4 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
S_3097_0: /* 2 */
		((P4 *)_this)->gg = 0;
#ifdef VAR_RANGES
		logval("Edge:gg", ((int)((P4 *)_this)->gg));
#endif
		;
S_3098_0: /* 2 */
		((P4 *)_this)->pi = 0;
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
		goto S_4386_0; /* ';' */
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 4; goto P999;

	case 36: // STATE 2618 - delivery.pml:581 - [D_STEP581]
		if (!(((q_len(now.pub[2])))))
			continue;

		reached[4][2618] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_3101_0: /* 2 */
		if (q_len(now.pub[2]) == 0) Uerror("block in d_step seq");

		XX=1;
		((P4 *)_this)->r = qrecv(now.pub[2], XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Edge:r", ((int)((P4 *)_this)->r));
#endif
		;
		((P4 *)_this)->b = qrecv(now.pub[2], XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("Edge:b", ((int)((P4 *)_this)->b));
#endif
		;
		((P4 *)_this)->i = qrecv(now.pub[2], XX-1, 2, 1);
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.pub[2]);
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P4 *)_this)->i)); strcat(simvals, simtmp);		}
#endif
		;
S_3102_0: /* 2 */
		((P4 *)_this)->gg = 2;
#ifdef VAR_RANGES
		logval("Edge:gg", ((int)((P4 *)_this)->gg));
#endif
		;
S_3609_0: /* 2 */
S_3103_0: /* 2 */
		Printf("edge reads frame incarnation %d registration %d bseq %d: %d.%d\n", ((int)((P4 *)_this)->gg), ((int)((P4 *)_this)->r), ((int)((P4 *)_this)->b), (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
S_3602_0: /* 2 */
S_3104_0: /* 2 */
		if (!((((int)((P4 *)_this)->gg)<((int)now.ewg))))
			goto S_3602_1;
S_3105_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_3603_0;
S_3602_1: /* 3 */
S_3106_0: /* 2 */
		/* else */;
S_3156_0: /* 2 */
S_3107_0: /* 2 */
		if (!((((int)((P4 *)_this)->gg)>((int)now.ewg))))
			goto S_3156_1;
S_3154_0: /* 2 */
S_3108_0: /* 2 */
		now.ewg = ((int)((P4 *)_this)->gg);
#ifdef VAR_RANGES
		logval("ewg", ((int)now.ewg));
#endif
		;
S_3153_0: /* 2 */
S_3109_0: /* 2 */
		now.ereg = (((int)now.ereg)+1);
#ifdef VAR_RANGES
		logval("ereg", ((int)now.ereg));
#endif
		;
S_3110_0: /* 2 */
		spin_assert((((int)now.ereg)<12), "(ereg<12)", II, tt, t);
S_3111_0: /* 2 */
		now.eb = 0;
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
S_3112_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3113_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3114_0: /* 2 */
		if (q_full(now.helq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.helq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.helq, 0, ((int)now.ereg), 0, 0, 0, 0, 0, 0, 1);
S_3115_0: /* 2 */
		Printf("  edge says hello %d\n", ((int)now.ereg));
S_3151_0: /* 2 */
S_3116_0: /* 2 */
		if (!((((int)now.st)!=0)))
			goto S_3151_1;
S_3149_0: /* 2 */
S_3117_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3118_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_3119_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3120_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3121_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3122_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3145_0: /* 2 */
S_3123_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3145_1;
S_3124_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3125_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3146_0;
S_3145_1: /* 3 */
S_3126_0: /* 2 */
		/* else */;
S_3135_0: /* 2 */
S_3127_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3133_0: /* 2 */
S_3132_0: /* 2 */
S_3128_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3132_1;
S_3129_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3133_0; /* ';' */
S_3132_1: /* 3 */
S_3130_0: /* 2 */
		/* else */;
S_3131_0: /* 2 */
		goto S_3142_0;	/* 'goto' */
S_3132_2: /* 3 */
		Uerror("blocking sel in d_step (nr.226, near line 153)");
S_3134_0: /* 2 */
		goto S_3142_0;	/* 'break' */
		goto S_3142_0;
S_3142_0: /* 2 */
S_3136_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_3142_1;
S_3137_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3138_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3143_0;
S_3142_1: /* 3 */
S_3139_0: /* 2 */
		/* else */;
S_3140_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3141_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3143_0;
S_3142_2: /* 3 */
		Uerror("blocking sel in d_step (nr.227, near line 192)");
S_3143_0: /* 2 */
S_3144_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3146_0;
S_3145_2: /* 3 */
		Uerror("blocking sel in d_step (nr.228, near line 188)");
S_3146_0: /* 2 */
S_3147_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_3148_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_3152_0;
S_3151_1: /* 3 */
S_3150_0: /* 2 */
		/* else */;
		goto S_3152_0;
S_3151_2: /* 3 */
		Uerror("blocking sel in d_step (nr.229, near line 290)");
S_3152_0: /* 2 */
		goto S_3157_0;
S_3156_1: /* 3 */
S_3155_0: /* 2 */
		/* else */;
		goto S_3157_0;
S_3156_2: /* 3 */
		Uerror("blocking sel in d_step (nr.230, near line 300)");
S_3157_0: /* 2 */
S_3600_0: /* 2 */
S_3158_0: /* 2 */
		if (!((((int)((P4 *)_this)->r)!=((int)now.ereg))))
			goto S_3600_1;
S_3159_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_3601_0;
S_3600_1: /* 3 */
S_3160_0: /* 2 */
		/* else */;
S_3164_0: /* 2 */
S_3161_0: /* 2 */
		if (!(((((int)((P4 *)_this)->b)>(((int)now.eb)+1))&&(((int)now.st)!=0))))
			goto S_3164_1;
S_3162_0: /* 2 */
		now.need = 1;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
		goto S_3165_0;
S_3164_1: /* 3 */
S_3163_0: /* 2 */
		/* else */;
		goto S_3165_0;
S_3164_2: /* 3 */
		Uerror("blocking sel in d_step (nr.231, near line 307)");
S_3165_0: /* 2 */
S_3169_0: /* 2 */
S_3166_0: /* 2 */
		if (!((((int)((P4 *)_this)->b)>((int)now.eb))))
			goto S_3169_1;
S_3167_0: /* 2 */
		now.eb = ((int)((P4 *)_this)->b);
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
		goto S_3170_0;
S_3169_1: /* 3 */
S_3168_0: /* 2 */
		/* else */;
		goto S_3170_0;
S_3169_2: /* 3 */
		Uerror("blocking sel in d_step (nr.232, near line 309)");
S_3170_0: /* 2 */
S_3446_0: /* 2 */
S_3171_0: /* 2 */
		if (!((((int)now.st)==0)))
			goto S_3446_1;
S_3172_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3173_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_3174_0: /* 2 */
		Printf("  not followed: detach no %d\n", ((int)now.eno));
		goto S_3447_0;
S_3446_1: /* 3 */
S_3175_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_3446_2;
S_3179_0: /* 2 */
S_3176_0: /* 2 */
		if (!((((int)((P4 *)_this)->i)>((int)now.lastp))))
			goto S_3179_1;
S_3177_0: /* 2 */
		now.held = (now.held|(1<<((int)((P4 *)_this)->i)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
		goto S_3180_0;
S_3179_1: /* 3 */
S_3178_0: /* 2 */
		/* else */;
		goto S_3180_0;
S_3179_2: /* 3 */
		Uerror("blocking sel in d_step (nr.233, near line 319)");
S_3180_0: /* 2 */
		goto S_3447_0;
S_3446_2: /* 3 */
S_3181_0: /* 2 */
		if (!(((((int)now.st)==2)&&(((int)((P4 *)_this)->i)==(((((int)now.se)*8)+((int)now.sp))+1)))))
			goto S_3446_3;
S_3305_0: /* 2 */
S_3182_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->i)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_3183_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->i))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3184_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->i), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3276_0: /* 2 */
S_3185_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->i)>((int)now.ud)))))
			goto S_3276_1;
S_3261_0: /* 2 */
S_3186_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==3)))
			goto S_3261_1;
S_3187_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_3262_0;
S_3261_1: /* 3 */
S_3188_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==4)))
			goto S_3261_2;
S_3189_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3204_0: /* 2 */
S_3190_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->i)>((int)now.gpos)), "(i>gpos)", II, tt, t);
S_3191_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->i), 16) ]), "adr[i]", II, tt, t);
S_3192_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3199_0: /* 2 */
S_3198_0: /* 2 */
S_3193_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->i))))
			goto S_3198_1;
S_3194_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_3195_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_3199_0; /* ';' */
S_3198_1: /* 3 */
S_3196_0: /* 2 */
		/* else */;
S_3197_0: /* 2 */
		goto S_3201_0;	/* 'goto' */
S_3198_2: /* 3 */
		Uerror("blocking sel in d_step (nr.234, near line 120)");
S_3200_0: /* 2 */
		goto S_3201_0;	/* 'break' */
S_3201_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3202_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3203_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
		goto S_3262_0;
		goto S_3262_0;
S_3261_2: /* 3 */
S_3205_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==5))&&((int)now.uatt))))
			goto S_3261_3;
S_3220_0: /* 2 */
S_3206_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->i)>((int)now.gpos)), "(i>gpos)", II, tt, t);
S_3207_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->i), 16) ]), "adr[i]", II, tt, t);
S_3208_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3215_0: /* 2 */
S_3214_0: /* 2 */
S_3209_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->i))))
			goto S_3214_1;
S_3210_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_3211_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_3215_0; /* ';' */
S_3214_1: /* 3 */
S_3212_0: /* 2 */
		/* else */;
S_3213_0: /* 2 */
		goto S_3217_0;	/* 'goto' */
S_3214_2: /* 3 */
		Uerror("blocking sel in d_step (nr.235, near line 120)");
S_3216_0: /* 2 */
		goto S_3217_0;	/* 'break' */
S_3217_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3218_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3219_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
		goto S_3262_0;
		goto S_3262_0;
S_3261_3: /* 3 */
S_3221_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==6)&&((int)now.uatt))))
			goto S_3261_4;
S_3222_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3223_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_3262_0;
S_3261_4: /* 3 */
S_3224_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==8)&&((int)now.uatt))))
			goto S_3261_5;
S_3239_0: /* 2 */
S_3225_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->i)>((int)now.gpos)), "(i>gpos)", II, tt, t);
S_3226_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->i), 16) ]), "adr[i]", II, tt, t);
S_3227_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3234_0: /* 2 */
S_3233_0: /* 2 */
S_3228_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->i))))
			goto S_3233_1;
S_3229_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_3230_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_3234_0; /* ';' */
S_3233_1: /* 3 */
S_3231_0: /* 2 */
		/* else */;
S_3232_0: /* 2 */
		goto S_3236_0;	/* 'goto' */
S_3233_2: /* 3 */
		Uerror("blocking sel in d_step (nr.236, near line 120)");
S_3235_0: /* 2 */
		goto S_3236_0;	/* 'break' */
S_3236_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3237_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3238_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
		goto S_3240_0;
S_3240_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3241_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_3262_0;
S_3261_5: /* 3 */
S_3242_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==9)&&((int)now.uatt))))
			goto S_3261_6;
S_3257_0: /* 2 */
S_3243_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->i)>((int)now.gpos)), "(i>gpos)", II, tt, t);
S_3244_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->i), 16) ]), "adr[i]", II, tt, t);
S_3245_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3252_0: /* 2 */
S_3251_0: /* 2 */
S_3246_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->i))))
			goto S_3251_1;
S_3247_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_3248_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_3252_0; /* ';' */
S_3251_1: /* 3 */
S_3249_0: /* 2 */
		/* else */;
S_3250_0: /* 2 */
		goto S_3254_0;	/* 'goto' */
S_3251_2: /* 3 */
		Uerror("blocking sel in d_step (nr.237, near line 120)");
S_3253_0: /* 2 */
		goto S_3254_0;	/* 'break' */
S_3254_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3255_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3256_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
		goto S_3258_0;
S_3258_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3259_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_3262_0;
S_3261_6: /* 3 */
S_3260_0: /* 2 */
		/* else */;
		goto S_3262_0;
S_3261_7: /* 3 */
		Uerror("blocking sel in d_step (nr.238, near line 252)");
S_3262_0: /* 2 */
S_3273_0: /* 2 */
S_3263_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->i)+1))-1))!=0)))
			goto S_3273_1;
S_3265_0: /* 2 */
S_3264_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->i)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_3270_0;
S_3270_0: /* 2 */
S_3266_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_3270_1;
S_3267_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3268_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->i);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_3271_0;
S_3270_1: /* 3 */
S_3269_0: /* 2 */
		/* else */;
		goto S_3271_0;
S_3270_2: /* 3 */
		Uerror("blocking sel in d_step (nr.239, near line 263)");
S_3271_0: /* 2 */
		goto S_3274_0;
S_3273_1: /* 3 */
S_3272_0: /* 2 */
		/* else */;
		goto S_3274_0;
S_3273_2: /* 3 */
		Uerror("blocking sel in d_step (nr.240, near line 261)");
S_3274_0: /* 2 */
		goto S_3277_0;
S_3276_1: /* 3 */
S_3275_0: /* 2 */
		/* else */;
		goto S_3277_0;
S_3276_2: /* 3 */
		Uerror("blocking sel in d_step (nr.241, near line 250)");
S_3277_0: /* 2 */
S_3303_0: /* 2 */
S_3278_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->i), 16) ])==9)))
			goto S_3303_1;
S_3301_0: /* 2 */
S_3279_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_3280_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_3281_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3282_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3283_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3284_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_3285_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3290_0: /* 2 */
S_3286_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_3290_1;
S_3287_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_3288_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_3291_0;
S_3290_1: /* 3 */
S_3289_0: /* 2 */
		/* else */;
		goto S_3291_0;
S_3290_2: /* 3 */
		Uerror("blocking sel in d_step (nr.242, near line 240)");
S_3291_0: /* 2 */
S_3296_0: /* 2 */
S_3292_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_3296_1;
S_3294_0: /* 2 */
S_3293_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_3297_0;
S_3296_1: /* 3 */
S_3295_0: /* 2 */
		/* else */;
		goto S_3297_0;
S_3296_2: /* 3 */
		Uerror("blocking sel in d_step (nr.243, near line 241)");
S_3297_0: /* 2 */
S_3298_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3299_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_3300_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_3304_0;
S_3303_1: /* 3 */
S_3302_0: /* 2 */
		/* else */;
		goto S_3304_0;
S_3303_2: /* 3 */
		Uerror("blocking sel in d_step (nr.244, near line 271)");
S_3304_0: /* 2 */
		goto S_3442_0;
S_3442_0: /* 2 */
S_3435_0: /* 2 */
S_3434_0: /* 2 */
S_3306_0: /* 2 */
		if (!(((((int)now.st)==2)&&((now.held>>(((((int)now.se)*8)+((int)now.sp))+1))&1))))
			goto S_3434_1;
S_3307_0: /* 2 */
		((P4 *)_this)->pi = (((((int)now.se)*8)+((int)now.sp))+1);
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
S_3431_0: /* 2 */
S_3308_0: /* 2 */
		now.sp = (((int)((P4 *)_this)->pi)&7);
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_3309_0: /* 2 */
		now.held = (now.held& ~((1<<((int)((P4 *)_this)->pi))));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3310_0: /* 2 */
		now.vm = ((int)now.mem[ Index(((int)((P4 *)_this)->pi), 16) ]);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3402_0: /* 2 */
S_3311_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)((P4 *)_this)->pi)>((int)now.ud)))))
			goto S_3402_1;
S_3387_0: /* 2 */
S_3312_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==3)))
			goto S_3387_1;
S_3313_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_3388_0;
S_3387_1: /* 3 */
S_3314_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==4)))
			goto S_3387_2;
S_3315_0: /* 2 */
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3330_0: /* 2 */
S_3316_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_3317_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_3318_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3325_0: /* 2 */
S_3324_0: /* 2 */
S_3319_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_3324_1;
S_3320_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_3321_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_3325_0; /* ';' */
S_3324_1: /* 3 */
S_3322_0: /* 2 */
		/* else */;
S_3323_0: /* 2 */
		goto S_3327_0;	/* 'goto' */
S_3324_2: /* 3 */
		Uerror("blocking sel in d_step (nr.245, near line 120)");
S_3326_0: /* 2 */
		goto S_3327_0;	/* 'break' */
S_3327_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3328_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3329_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_3388_0;
		goto S_3388_0;
S_3387_2: /* 3 */
S_3331_0: /* 2 */
		if (!((((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==1)||(((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==5))&&((int)now.uatt))))
			goto S_3387_3;
S_3346_0: /* 2 */
S_3332_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_3333_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_3334_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3341_0: /* 2 */
S_3340_0: /* 2 */
S_3335_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_3340_1;
S_3336_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_3337_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_3341_0; /* ';' */
S_3340_1: /* 3 */
S_3338_0: /* 2 */
		/* else */;
S_3339_0: /* 2 */
		goto S_3343_0;	/* 'goto' */
S_3340_2: /* 3 */
		Uerror("blocking sel in d_step (nr.246, near line 120)");
S_3342_0: /* 2 */
		goto S_3343_0;	/* 'break' */
S_3343_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3344_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3345_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_3388_0;
		goto S_3388_0;
S_3387_3: /* 3 */
S_3347_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==6)&&((int)now.uatt))))
			goto S_3387_4;
S_3348_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3349_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_3388_0;
S_3387_4: /* 3 */
S_3350_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==8)&&((int)now.uatt))))
			goto S_3387_5;
S_3365_0: /* 2 */
S_3351_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_3352_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_3353_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3360_0: /* 2 */
S_3359_0: /* 2 */
S_3354_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_3359_1;
S_3355_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_3356_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_3360_0; /* ';' */
S_3359_1: /* 3 */
S_3357_0: /* 2 */
		/* else */;
S_3358_0: /* 2 */
		goto S_3362_0;	/* 'goto' */
S_3359_2: /* 3 */
		Uerror("blocking sel in d_step (nr.247, near line 120)");
S_3361_0: /* 2 */
		goto S_3362_0;	/* 'break' */
S_3362_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3363_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3364_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_3366_0;
S_3366_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3367_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_3388_0;
S_3387_5: /* 3 */
S_3368_0: /* 2 */
		if (!(((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)&&((int)now.uatt))))
			goto S_3387_6;
S_3383_0: /* 2 */
S_3369_0: /* 2 */
		spin_assert((((int)((P4 *)_this)->pi)>((int)now.gpos)), "(pi>gpos)", II, tt, t);
S_3370_0: /* 2 */
		spin_assert(((int)now.adr[ Index(((int)((P4 *)_this)->pi), 16) ]), "adr[pi]", II, tt, t);
S_3371_0: /* 2 */
		now.g = (((int)now.gpos)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3378_0: /* 2 */
S_3377_0: /* 2 */
S_3372_0: /* 2 */
		if (!((((int)now.g)<((int)((P4 *)_this)->pi))))
			goto S_3377_1;
S_3373_0: /* 2 */
		spin_assert( !((((int)now.adr[ Index(((int)now.g), 16) ])&&(((int)now.g)>((int)now.gopt)))), " !((adr[g]&&(g>gopt)))", II, tt, t);
S_3374_0: /* 2 */
		now.g = (((int)now.g)+1);
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
		goto S_3378_0; /* ';' */
S_3377_1: /* 3 */
S_3375_0: /* 2 */
		/* else */;
S_3376_0: /* 2 */
		goto S_3380_0;	/* 'goto' */
S_3377_2: /* 3 */
		Uerror("blocking sel in d_step (nr.248, near line 120)");
S_3379_0: /* 2 */
		goto S_3380_0;	/* 'break' */
S_3380_0: /* 2 */
		now.g = 0;
#ifdef VAR_RANGES
		logval("g", ((int)now.g));
#endif
		;
S_3381_0: /* 2 */
		now.gpos = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3382_0: /* 2 */
		Printf("    socket gets event %d.%d\n", (((int)((P4 *)_this)->pi)>>3), (((int)((P4 *)_this)->pi)&7));
		goto S_3384_0;
S_3384_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3385_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_3388_0;
S_3387_6: /* 3 */
S_3386_0: /* 2 */
		/* else */;
		goto S_3388_0;
S_3387_7: /* 3 */
		Uerror("blocking sel in d_step (nr.249, near line 252)");
S_3388_0: /* 2 */
S_3399_0: /* 2 */
S_3389_0: /* 2 */
		if (!(((now.uh&((1<<(((int)((P4 *)_this)->pi)+1))-1))!=0)))
			goto S_3399_1;
S_3391_0: /* 2 */
S_3390_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)((P4 *)_this)->pi)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_3396_0;
S_3396_0: /* 2 */
S_3392_0: /* 2 */
		if (!( !(((int)now.uatt))))
			goto S_3396_1;
S_3393_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3394_0: /* 2 */
		now.ud = ((int)((P4 *)_this)->pi);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
		goto S_3397_0;
S_3396_1: /* 3 */
S_3395_0: /* 2 */
		/* else */;
		goto S_3397_0;
S_3396_2: /* 3 */
		Uerror("blocking sel in d_step (nr.250, near line 263)");
S_3397_0: /* 2 */
		goto S_3400_0;
S_3399_1: /* 3 */
S_3398_0: /* 2 */
		/* else */;
		goto S_3400_0;
S_3399_2: /* 3 */
		Uerror("blocking sel in d_step (nr.251, near line 261)");
S_3400_0: /* 2 */
		goto S_3403_0;
S_3402_1: /* 3 */
S_3401_0: /* 2 */
		/* else */;
		goto S_3403_0;
S_3402_2: /* 3 */
		Uerror("blocking sel in d_step (nr.252, near line 250)");
S_3403_0: /* 2 */
S_3429_0: /* 2 */
S_3404_0: /* 2 */
		if (!((((int)now.lg[ Index(((int)((P4 *)_this)->pi), 16) ])==9)))
			goto S_3429_1;
S_3427_0: /* 2 */
S_3405_0: /* 2 */
		Printf("  epoch %d ends at the edge\n", ((int)now.se));
S_3406_0: /* 2 */
		now.lastp = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_3407_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3408_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3409_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3410_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_3411_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3416_0: /* 2 */
S_3412_0: /* 2 */
		if (!(((int)now.uatt)))
			goto S_3416_1;
S_3413_0: /* 2 */
		now.ud = ((int)now.lastp);
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_3414_0: /* 2 */
		now.uatt = 0;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		goto S_3417_0;
S_3416_1: /* 3 */
S_3415_0: /* 2 */
		/* else */;
		goto S_3417_0;
S_3416_2: /* 3 */
		Uerror("blocking sel in d_step (nr.253, near line 240)");
S_3417_0: /* 2 */
S_3422_0: /* 2 */
S_3418_0: /* 2 */
		if (!( !((now.uh==0))))
			goto S_3422_1;
S_3420_0: /* 2 */
S_3419_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.lastp)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_3423_0;
S_3422_1: /* 3 */
S_3421_0: /* 2 */
		/* else */;
		goto S_3423_0;
S_3422_2: /* 3 */
		Uerror("blocking sel in d_step (nr.254, near line 241)");
S_3423_0: /* 2 */
S_3424_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+7)+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3425_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_3426_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		goto S_3430_0;
S_3429_1: /* 3 */
S_3428_0: /* 2 */
		/* else */;
		goto S_3430_0;
S_3429_2: /* 3 */
		Uerror("blocking sel in d_step (nr.255, near line 271)");
S_3430_0: /* 2 */
		goto S_3435_0; /* '.' */
		goto S_3435_0; /* ';' */
		goto S_3435_0; /* ';' */
S_3434_1: /* 3 */
S_3432_0: /* 2 */
		/* else */;
S_3433_0: /* 2 */
		goto S_3440_0;	/* 'goto' */
S_3434_2: /* 3 */
		Uerror("blocking sel in d_step (nr.256, near line 274)");
S_3436_0: /* 2 */
		goto S_3440_0;	/* 'break' */
S_3440_0: /* 2 */
S_3437_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3440_1;
S_3438_0: /* 2 */
		now.held = (now.held& ~(((1<<(((((int)now.se)*8)+((int)now.sp))+1))-1)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
		goto S_3441_0;
S_3440_1: /* 3 */
S_3439_0: /* 2 */
		/* else */;
		goto S_3441_0;
S_3440_2: /* 3 */
		Uerror("blocking sel in d_step (nr.257, near line 275)");
S_3441_0: /* 2 */
		goto S_3447_0;
		goto S_3447_0;
S_3446_3: /* 3 */
S_3443_0: /* 2 */
		if (!(((((int)now.st)==2)&&(((int)((P4 *)_this)->i)>(((((int)now.se)*8)+((int)now.sp))+1)))))
			goto S_3446_4;
S_3444_0: /* 2 */
		now.held = (now.held|(1<<((int)((P4 *)_this)->i)));
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
		goto S_3447_0;
S_3446_4: /* 3 */
S_3445_0: /* 2 */
		/* else */;
		goto S_3447_0;
S_3446_5: /* 3 */
		Uerror("blocking sel in d_step (nr.258, near line 310)");
S_3447_0: /* 2 */
S_3599_0: /* 2 */
S_3591_0: /* 2 */
S_3448_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3591_1;
S_3513_0: /* 2 */
S_3449_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_3513_1;
S_3466_0: /* 2 */
S_3450_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3451_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_3452_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_3453_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_3454_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3455_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3456_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3457_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3458_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3459_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3460_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_3461_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3462_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3463_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3464_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_3465_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_3514_0;
S_3513_1: /* 3 */
S_3467_0: /* 2 */
		/* else */;
S_3511_0: /* 2 */
S_3468_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_3511_1;
S_3501_0: /* 2 */
S_3469_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3470_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_3471_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3472_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3473_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3474_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3497_0: /* 2 */
S_3475_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3497_1;
S_3476_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3477_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3498_0;
S_3497_1: /* 3 */
S_3478_0: /* 2 */
		/* else */;
S_3487_0: /* 2 */
S_3479_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3485_0: /* 2 */
S_3484_0: /* 2 */
S_3480_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3484_1;
S_3481_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3485_0; /* ';' */
S_3484_1: /* 3 */
S_3482_0: /* 2 */
		/* else */;
S_3483_0: /* 2 */
		goto S_3494_0;	/* 'goto' */
S_3484_2: /* 3 */
		Uerror("blocking sel in d_step (nr.259, near line 153)");
S_3486_0: /* 2 */
		goto S_3494_0;	/* 'break' */
		goto S_3494_0;
S_3494_0: /* 2 */
S_3488_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_3494_1;
S_3489_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3490_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3495_0;
S_3494_1: /* 3 */
S_3491_0: /* 2 */
		/* else */;
S_3492_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3493_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3495_0;
S_3494_2: /* 3 */
		Uerror("blocking sel in d_step (nr.260, near line 192)");
S_3495_0: /* 2 */
S_3496_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3498_0;
S_3497_2: /* 3 */
		Uerror("blocking sel in d_step (nr.261, near line 188)");
S_3498_0: /* 2 */
S_3499_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_3500_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_3512_0;
S_3511_1: /* 3 */
S_3502_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_3511_2;
S_3509_0: /* 2 */
S_3503_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_3504_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3505_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3506_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3507_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_3508_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_3512_0;
		goto S_3512_0;
S_3511_2: /* 3 */
S_3510_0: /* 2 */
		/* else */;
		goto S_3512_0;
S_3511_3: /* 3 */
		Uerror("blocking sel in d_step (nr.262, near line 214)");
S_3512_0: /* 2 */
		goto S_3514_0;
S_3513_2: /* 3 */
		Uerror("blocking sel in d_step (nr.263, near line 211)");
S_3514_0: /* 2 */
		goto S_3592_0;
S_3591_1: /* 3 */
S_3515_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_3591_2;
S_3516_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3525_0: /* 2 */
S_3517_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3523_0: /* 2 */
S_3522_0: /* 2 */
S_3518_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3522_1;
S_3519_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3523_0; /* ';' */
S_3522_1: /* 3 */
S_3520_0: /* 2 */
		/* else */;
S_3521_0: /* 2 */
		goto S_3587_0;	/* 'goto' */
S_3522_2: /* 3 */
		Uerror("blocking sel in d_step (nr.264, near line 153)");
S_3524_0: /* 2 */
		goto S_3587_0;	/* 'break' */
		goto S_3587_0;
S_3587_0: /* 2 */
S_3526_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_3587_1;
S_3543_0: /* 2 */
S_3527_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3528_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_3529_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_3530_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_3531_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3532_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3533_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3534_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3535_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3536_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3537_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_3538_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3539_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3540_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3541_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_3542_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_3588_0;
S_3587_1: /* 3 */
S_3544_0: /* 2 */
		/* else */;
S_3548_0: /* 2 */
S_3545_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_3548_1;
S_3546_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_3549_0;
S_3548_1: /* 3 */
S_3547_0: /* 2 */
		/* else */;
		goto S_3549_0;
S_3548_2: /* 3 */
		Uerror("blocking sel in d_step (nr.265, near line 226)");
S_3549_0: /* 2 */
S_3585_0: /* 2 */
S_3550_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_3585_1;
S_3583_0: /* 2 */
S_3551_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3552_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_3553_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3554_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3555_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3556_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3579_0: /* 2 */
S_3557_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3579_1;
S_3558_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3559_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3580_0;
S_3579_1: /* 3 */
S_3560_0: /* 2 */
		/* else */;
S_3569_0: /* 2 */
S_3561_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3567_0: /* 2 */
S_3566_0: /* 2 */
S_3562_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3566_1;
S_3563_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3567_0; /* ';' */
S_3566_1: /* 3 */
S_3564_0: /* 2 */
		/* else */;
S_3565_0: /* 2 */
		goto S_3576_0;	/* 'goto' */
S_3566_2: /* 3 */
		Uerror("blocking sel in d_step (nr.266, near line 153)");
S_3568_0: /* 2 */
		goto S_3576_0;	/* 'break' */
		goto S_3576_0;
S_3576_0: /* 2 */
S_3570_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_3576_1;
S_3571_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3572_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3577_0;
S_3576_1: /* 3 */
S_3573_0: /* 2 */
		/* else */;
S_3574_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3575_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3577_0;
S_3576_2: /* 3 */
		Uerror("blocking sel in d_step (nr.267, near line 192)");
S_3577_0: /* 2 */
S_3578_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3580_0;
S_3579_2: /* 3 */
		Uerror("blocking sel in d_step (nr.268, near line 188)");
S_3580_0: /* 2 */
S_3581_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_3582_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_3586_0;
S_3585_1: /* 3 */
S_3584_0: /* 2 */
		/* else */;
		goto S_3586_0;
S_3585_2: /* 3 */
		Uerror("blocking sel in d_step (nr.269, near line 230)");
S_3586_0: /* 2 */
		goto S_3588_0;
S_3587_2: /* 3 */
		Uerror("blocking sel in d_step (nr.270, near line 223)");
S_3588_0: /* 2 */
S_3589_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3592_0;
S_3591_2: /* 3 */
S_3590_0: /* 2 */
		/* else */;
		goto S_3592_0;
S_3591_3: /* 3 */
		Uerror("blocking sel in d_step (nr.271, near line 209)");
S_3592_0: /* 2 */
S_3597_0: /* 2 */
S_3593_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_3597_1;
S_3594_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_3595_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_3598_0;
S_3597_1: /* 3 */
S_3596_0: /* 2 */
		/* else */;
		goto S_3598_0;
S_3597_2: /* 3 */
		Uerror("blocking sel in d_step (nr.272, near line 234)");
S_3598_0: /* 2 */
		goto S_3601_0;
		goto S_3601_0;
S_3600_2: /* 3 */
		Uerror("blocking sel in d_step (nr.273, near line 301)");
S_3601_0: /* 2 */
		goto S_3603_0;
S_3602_2: /* 3 */
		Uerror("blocking sel in d_step (nr.274, near line 297)");
S_3603_0: /* 2 */
S_3604_0: /* 2 */
		((P4 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Edge:r", ((int)((P4 *)_this)->r));
#endif
		;
S_3605_0: /* 2 */
		((P4 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("Edge:b", ((int)((P4 *)_this)->b));
#endif
		;
S_3606_0: /* 2 */
		((P4 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
S_3607_0: /* 2 */
		((P4 *)_this)->gg = 0;
#ifdef VAR_RANGES
		logval("Edge:gg", ((int)((P4 *)_this)->gg));
#endif
		;
S_3608_0: /* 2 */
		((P4 *)_this)->pi = 0;
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
		goto S_4386_0; /* ';' */
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 4; goto P999;

	case 37: // STATE 2667 - delivery.pml:583 - [D_STEP583]
		if (!(boq == -1 && ((((int)now.wg)>((int)now.ewg))&& !(((int)now.done)))))
			continue;

		reached[4][2667] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_3611_0: /* 2 */
		if (!(((((int)now.wg)>((int)now.ewg))&& !(((int)now.done)))))
			Uerror("block in d_step seq");
S_3658_0: /* 2 */
S_3612_0: /* 2 */
		now.ewg = ((int)now.wg);
#ifdef VAR_RANGES
		logval("ewg", ((int)now.ewg));
#endif
		;
S_3657_0: /* 2 */
S_3613_0: /* 2 */
		now.ereg = (((int)now.ereg)+1);
#ifdef VAR_RANGES
		logval("ereg", ((int)now.ereg));
#endif
		;
S_3614_0: /* 2 */
		spin_assert((((int)now.ereg)<12), "(ereg<12)", II, tt, t);
S_3615_0: /* 2 */
		now.eb = 0;
#ifdef VAR_RANGES
		logval("eb", ((int)now.eb));
#endif
		;
S_3616_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3617_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3618_0: /* 2 */
		if (q_full(now.helq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.helq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.helq, 0, ((int)now.ereg), 0, 0, 0, 0, 0, 0, 1);
S_3619_0: /* 2 */
		Printf("  edge says hello %d\n", ((int)now.ereg));
S_3655_0: /* 2 */
S_3620_0: /* 2 */
		if (!((((int)now.st)!=0)))
			goto S_3655_1;
S_3653_0: /* 2 */
S_3621_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3622_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_3623_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3624_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3625_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3626_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3649_0: /* 2 */
S_3627_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3649_1;
S_3628_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3629_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3650_0;
S_3649_1: /* 3 */
S_3630_0: /* 2 */
		/* else */;
S_3639_0: /* 2 */
S_3631_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3637_0: /* 2 */
S_3636_0: /* 2 */
S_3632_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3636_1;
S_3633_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3637_0; /* ';' */
S_3636_1: /* 3 */
S_3634_0: /* 2 */
		/* else */;
S_3635_0: /* 2 */
		goto S_3646_0;	/* 'goto' */
S_3636_2: /* 3 */
		Uerror("blocking sel in d_step (nr.275, near line 153)");
S_3638_0: /* 2 */
		goto S_3646_0;	/* 'break' */
		goto S_3646_0;
S_3646_0: /* 2 */
S_3640_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_3646_1;
S_3641_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3642_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3647_0;
S_3646_1: /* 3 */
S_3643_0: /* 2 */
		/* else */;
S_3644_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3645_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3647_0;
S_3646_2: /* 3 */
		Uerror("blocking sel in d_step (nr.276, near line 192)");
S_3647_0: /* 2 */
S_3648_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3650_0;
S_3649_2: /* 3 */
		Uerror("blocking sel in d_step (nr.277, near line 188)");
S_3650_0: /* 2 */
S_3651_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_3652_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_3656_0;
S_3655_1: /* 3 */
S_3654_0: /* 2 */
		/* else */;
		goto S_3656_0;
S_3655_2: /* 3 */
		Uerror("blocking sel in d_step (nr.278, near line 290)");
S_3656_0: /* 2 */
		goto S_4386_0; /* '.' */
		goto S_4386_0; /* ';' */
		goto S_4386_0; /* ';' */
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 38: // STATE 2866 - delivery.pml:585 - [D_STEP585]
		if (!(boq == -1 && ((((int)now.sk)!=0)&&(((int)now.eu)<((int)now.un)))))
			continue;

		reached[4][2866] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_3660_0: /* 2 */
		if (!(((((int)now.sk)!=0)&&(((int)now.eu)<((int)now.un)))))
			Uerror("block in d_step seq");
S_3661_0: /* 2 */
		((P4 *)_this)->i = ((int)now.ul[ Index(((int)now.eu), 9) ]);
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
S_3662_0: /* 2 */
		now.eu = (((int)now.eu)+1);
#ifdef VAR_RANGES
		logval("eu", ((int)now.eu));
#endif
		;
S_3663_0: /* 2 */
		now.ulseen = ((int)now.eu);
#ifdef VAR_RANGES
		logval("ulseen", ((int)now.ulseen));
#endif
		;
S_3854_0: /* 2 */
S_3664_0: /* 2 */
		if (!((((int)((P4 *)_this)->i)>=128)))
			goto S_3854_1;
S_3665_0: /* 2 */
		((P4 *)_this)->i = (((int)((P4 *)_this)->i)-128);
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
S_3700_0: /* 2 */
S_3666_0: /* 2 */
		Printf("  edge learns: u added at %d.%d\n", (((int)((P4 *)_this)->i)>>3), (((int)((P4 *)_this)->i)&7));
S_3698_0: /* 2 */
S_3667_0: /* 2 */
		if (!(((((int)((P4 *)_this)->i)<=((int)now.ud))||(((int)now.uatt)&&(((int)((P4 *)_this)->i)<=((((int)now.se)*8)+((int)now.sp)))))))
			goto S_3698_1;
S_3668_0: /* 2 */
		if (!(1))
			Uerror("block in d_step seq");
		goto S_3699_0;
S_3698_1: /* 3 */
S_3669_0: /* 2 */
		/* else */;
S_3670_0: /* 2 */
		now.uh = (now.uh|(1<<((int)((P4 *)_this)->i)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
S_3690_0: /* 2 */
S_3671_0: /* 2 */
		if (!((((((int)now.st)==2)&& !(((int)now.uatt)))&&(((int)((P4 *)_this)->i)<=((((int)now.se)*8)+((int)now.sp))))))
			goto S_3690_1;
S_3688_0: /* 2 */
S_3672_0: /* 2 */
		now.uhead = 0;
#ifdef VAR_RANGES
		logval("uhead", ((int)now.uhead));
#endif
		;
S_3686_0: /* 2 */
S_3673_0: /* 2 */
		if (!((((int)now.ud)>((((int)now.se)*8)+((int)now.sp)))))
			goto S_3686_1;
S_3675_0: /* 2 */
S_3674_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((int)now.ud)+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_3687_0;
S_3686_1: /* 3 */
S_3676_0: /* 2 */
		/* else */;
S_3677_0: /* 2 */
		now.ud = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_3679_0: /* 2 */
S_3678_0: /* 2 */
		now.uh = (now.uh& ~(((1<<(((((int)now.se)*8)+((int)now.sp))+1))-1)));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_3680_0;
S_3680_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3684_0: /* 2 */
S_3681_0: /* 2 */
		if (!((((int)now.sk)==1)))
			goto S_3684_1;
S_3682_0: /* 2 */
		now.gpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
		goto S_3685_0;
S_3684_1: /* 3 */
S_3683_0: /* 2 */
		/* else */;
		goto S_3685_0;
S_3684_2: /* 3 */
		Uerror("blocking sel in d_step (nr.279, near line 161)");
S_3685_0: /* 2 */
		goto S_3687_0;
S_3686_2: /* 3 */
		Uerror("blocking sel in d_step (nr.280, near line 159)");
S_3687_0: /* 2 */
		goto S_3691_0;
S_3690_1: /* 3 */
S_3689_0: /* 2 */
		/* else */;
		goto S_3691_0;
S_3690_2: /* 3 */
		Uerror("blocking sel in d_step (nr.281, near line 171)");
S_3691_0: /* 2 */
S_3696_0: /* 2 */
S_3692_0: /* 2 */
		if (!((((int)now.st)==0)))
			goto S_3696_1;
S_3693_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3694_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
		goto S_3697_0;
S_3696_1: /* 3 */
S_3695_0: /* 2 */
		/* else */;
		goto S_3697_0;
S_3696_2: /* 3 */
		Uerror("blocking sel in d_step (nr.282, near line 180)");
S_3697_0: /* 2 */
		goto S_3699_0;
S_3698_2: /* 3 */
		Uerror("blocking sel in d_step (nr.283, near line 167)");
S_3699_0: /* 2 */
		goto S_3852_0;
S_3852_0: /* 2 */
S_3844_0: /* 2 */
S_3701_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3844_1;
S_3766_0: /* 2 */
S_3702_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_3766_1;
S_3719_0: /* 2 */
S_3703_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3704_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_3705_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_3706_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_3707_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3708_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3709_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3710_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3711_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3712_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3713_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_3714_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3715_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3716_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3717_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_3718_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_3767_0;
S_3766_1: /* 3 */
S_3720_0: /* 2 */
		/* else */;
S_3764_0: /* 2 */
S_3721_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_3764_1;
S_3754_0: /* 2 */
S_3722_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3723_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_3724_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3725_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3726_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3727_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3750_0: /* 2 */
S_3728_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3750_1;
S_3729_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3730_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3751_0;
S_3750_1: /* 3 */
S_3731_0: /* 2 */
		/* else */;
S_3740_0: /* 2 */
S_3732_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3738_0: /* 2 */
S_3737_0: /* 2 */
S_3733_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3737_1;
S_3734_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3738_0; /* ';' */
S_3737_1: /* 3 */
S_3735_0: /* 2 */
		/* else */;
S_3736_0: /* 2 */
		goto S_3747_0;	/* 'goto' */
S_3737_2: /* 3 */
		Uerror("blocking sel in d_step (nr.284, near line 153)");
S_3739_0: /* 2 */
		goto S_3747_0;	/* 'break' */
		goto S_3747_0;
S_3747_0: /* 2 */
S_3741_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_3747_1;
S_3742_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3743_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3748_0;
S_3747_1: /* 3 */
S_3744_0: /* 2 */
		/* else */;
S_3745_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3746_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3748_0;
S_3747_2: /* 3 */
		Uerror("blocking sel in d_step (nr.285, near line 192)");
S_3748_0: /* 2 */
S_3749_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3751_0;
S_3750_2: /* 3 */
		Uerror("blocking sel in d_step (nr.286, near line 188)");
S_3751_0: /* 2 */
S_3752_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_3753_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_3765_0;
S_3764_1: /* 3 */
S_3755_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_3764_2;
S_3762_0: /* 2 */
S_3756_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_3757_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3758_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3759_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3760_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_3761_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_3765_0;
		goto S_3765_0;
S_3764_2: /* 3 */
S_3763_0: /* 2 */
		/* else */;
		goto S_3765_0;
S_3764_3: /* 3 */
		Uerror("blocking sel in d_step (nr.287, near line 214)");
S_3765_0: /* 2 */
		goto S_3767_0;
S_3766_2: /* 3 */
		Uerror("blocking sel in d_step (nr.288, near line 211)");
S_3767_0: /* 2 */
		goto S_3845_0;
S_3844_1: /* 3 */
S_3768_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_3844_2;
S_3769_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3778_0: /* 2 */
S_3770_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3776_0: /* 2 */
S_3775_0: /* 2 */
S_3771_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3775_1;
S_3772_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3776_0; /* ';' */
S_3775_1: /* 3 */
S_3773_0: /* 2 */
		/* else */;
S_3774_0: /* 2 */
		goto S_3840_0;	/* 'goto' */
S_3775_2: /* 3 */
		Uerror("blocking sel in d_step (nr.289, near line 153)");
S_3777_0: /* 2 */
		goto S_3840_0;	/* 'break' */
		goto S_3840_0;
S_3840_0: /* 2 */
S_3779_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_3840_1;
S_3796_0: /* 2 */
S_3780_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3781_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_3782_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_3783_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_3784_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3785_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3786_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3787_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3788_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3789_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3790_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_3791_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3792_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3793_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3794_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_3795_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_3841_0;
S_3840_1: /* 3 */
S_3797_0: /* 2 */
		/* else */;
S_3801_0: /* 2 */
S_3798_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_3801_1;
S_3799_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_3802_0;
S_3801_1: /* 3 */
S_3800_0: /* 2 */
		/* else */;
		goto S_3802_0;
S_3801_2: /* 3 */
		Uerror("blocking sel in d_step (nr.290, near line 226)");
S_3802_0: /* 2 */
S_3838_0: /* 2 */
S_3803_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_3838_1;
S_3836_0: /* 2 */
S_3804_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3805_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_3806_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3807_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3808_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3809_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3832_0: /* 2 */
S_3810_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3832_1;
S_3811_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3812_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3833_0;
S_3832_1: /* 3 */
S_3813_0: /* 2 */
		/* else */;
S_3822_0: /* 2 */
S_3814_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3820_0: /* 2 */
S_3819_0: /* 2 */
S_3815_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3819_1;
S_3816_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3820_0; /* ';' */
S_3819_1: /* 3 */
S_3817_0: /* 2 */
		/* else */;
S_3818_0: /* 2 */
		goto S_3829_0;	/* 'goto' */
S_3819_2: /* 3 */
		Uerror("blocking sel in d_step (nr.291, near line 153)");
S_3821_0: /* 2 */
		goto S_3829_0;	/* 'break' */
		goto S_3829_0;
S_3829_0: /* 2 */
S_3823_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_3829_1;
S_3824_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3825_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3830_0;
S_3829_1: /* 3 */
S_3826_0: /* 2 */
		/* else */;
S_3827_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3828_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3830_0;
S_3829_2: /* 3 */
		Uerror("blocking sel in d_step (nr.292, near line 192)");
S_3830_0: /* 2 */
S_3831_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3833_0;
S_3832_2: /* 3 */
		Uerror("blocking sel in d_step (nr.293, near line 188)");
S_3833_0: /* 2 */
S_3834_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_3835_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_3839_0;
S_3838_1: /* 3 */
S_3837_0: /* 2 */
		/* else */;
		goto S_3839_0;
S_3838_2: /* 3 */
		Uerror("blocking sel in d_step (nr.294, near line 230)");
S_3839_0: /* 2 */
		goto S_3841_0;
S_3840_2: /* 3 */
		Uerror("blocking sel in d_step (nr.295, near line 223)");
S_3841_0: /* 2 */
S_3842_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3845_0;
S_3844_2: /* 3 */
S_3843_0: /* 2 */
		/* else */;
		goto S_3845_0;
S_3844_3: /* 3 */
		Uerror("blocking sel in d_step (nr.296, near line 209)");
S_3845_0: /* 2 */
S_3850_0: /* 2 */
S_3846_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_3850_1;
S_3847_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_3848_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_3851_0;
S_3850_1: /* 3 */
S_3849_0: /* 2 */
		/* else */;
		goto S_3851_0;
S_3850_2: /* 3 */
		Uerror("blocking sel in d_step (nr.297, near line 234)");
S_3851_0: /* 2 */
		goto S_3855_0;
S_3854_1: /* 3 */
S_3853_0: /* 2 */
		/* else */;
		goto S_3855_0;
S_3854_2: /* 3 */
		Uerror("blocking sel in d_step (nr.298, near line 587)");
S_3855_0: /* 2 */
S_3856_0: /* 2 */
		((P4 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
S_3857_0: /* 2 */
		((P4 *)_this)->pi = 0;
#ifdef VAR_RANGES
		logval("Edge:pi", ((int)((P4 *)_this)->pi));
#endif
		;
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 39: // STATE 2867 - delivery.pml:589 - [(((0&&(sk==0))&&!(done)))] (0:0:0 - 1)
		IfNotBlocked
		reached[4][2867] = 1;
		if (!(((0&&(((int)now.sk)==0))&& !(((int)now.done)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 40: // STATE 2868 - delivery.pml:590 - [((ulseen<un))] (2871:0:1 - 1)
		IfNotBlocked
		reached[4][2868] = 1;
		if (!((((int)now.ulseen)<((int)now.un))))
			continue;
		/* merge: ulseen = (ulseen+1)(0, 2869, 2871) */
		reached[4][2869] = 1;
		(trpt+1)->bup.oval = ((int)now.ulseen);
		now.ulseen = (((int)now.ulseen)+1);
#ifdef VAR_RANGES
		logval("ulseen", ((int)now.ulseen));
#endif
		;
		/* merge: .(goto)(0, 2872, 2871) */
		reached[4][2872] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 41: // STATE 2870 - delivery.pml:590 - [goto :b83] (0:3067:2 - 1)
		IfNotBlocked
		reached[4][2870] = 1;
		;
		/* merge: eu = ulseen(3067, 2874, 3067) */
		reached[4][2874] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.eu);
		now.eu = ((int)now.ulseen);
#ifdef VAR_RANGES
		logval("eu", ((int)now.eu));
#endif
		;
		/* merge: i = ( ((ulseen>0)) -> (ul[(ulseen-1)]) : (0) )(3067, 2875, 3067) */
		reached[4][2875] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P4 *)_this)->i);
		((P4 *)_this)->i = ( ((((int)now.ulseen)>0)) ? (((int)now.ul[ Index((((int)now.ulseen)-1), 9) ])) : (0) );
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 42: // STATE 2874 - delivery.pml:591 - [eu = ulseen] (0:3067:2 - 2)
		IfNotBlocked
		reached[4][2874] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.eu);
		now.eu = ((int)now.ulseen);
#ifdef VAR_RANGES
		logval("eu", ((int)now.eu));
#endif
		;
		/* merge: i = ( ((ulseen>0)) -> (ul[(ulseen-1)]) : (0) )(3067, 2875, 3067) */
		reached[4][2875] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P4 *)_this)->i);
		((P4 *)_this)->i = ( ((((int)now.ulseen)>0)) ? (((int)now.ul[ Index((((int)now.ulseen)-1), 9) ])) : (0) );
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 43: // STATE 3067 - delivery.pml:592 - [D_STEP592]
		/* default 259 */
		

		reached[4][3067] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_3868_0: /* 2 */
		Printf("SOCKET CONNECTS, list at entry %d of %d\n", ((int)now.ulseen), ((int)now.un));
S_3869_0: /* 2 */
		now.sk = 1;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_3870_0: /* 2 */
		now.gpos = (((int)((P4 *)_this)->i)&127);
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3871_0: /* 2 */
		now.gopt = ((int)now.gpos);
#ifdef VAR_RANGES
		logval("gopt", ((int)now.gopt));
#endif
		;
S_3905_0: /* 2 */
S_3872_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3905_1;
S_3893_0: /* 2 */
S_3873_0: /* 2 */
		if (!((((int)((P4 *)_this)->i)>=128)))
			goto S_3893_1;
S_3874_0: /* 2 */
		now.gpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
S_3875_0: /* 2 */
		now.ud = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("ud", ((int)now.ud));
#endif
		;
S_3876_0: /* 2 */
		now.uatt = ((int)now.vm);
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
S_3880_0: /* 2 */
S_3877_0: /* 2 */
		if (!((((int)now.gopt)<((int)now.gpos))))
			goto S_3880_1;
S_3878_0: /* 2 */
		now.gopt = ((int)now.gpos);
#ifdef VAR_RANGES
		logval("gopt", ((int)now.gopt));
#endif
		;
		goto S_3881_0;
S_3880_1: /* 3 */
S_3879_0: /* 2 */
		/* else */;
		goto S_3881_0;
S_3880_2: /* 3 */
		Uerror("blocking sel in d_step (nr.299, near line 603)");
S_3881_0: /* 2 */
S_3885_0: /* 2 */
S_3882_0: /* 2 */
		if (!(((((int)((P4 *)_this)->i)>=128)&&((((int)((P4 *)_this)->i)-128)>((((int)now.se)*8)+((int)now.sp))))))
			goto S_3885_1;
S_3883_0: /* 2 */
		now.uh = (1<<(((int)((P4 *)_this)->i)-128));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
		goto S_3886_0;
S_3885_1: /* 3 */
S_3884_0: /* 2 */
		/* else */;
		goto S_3886_0;
S_3885_2: /* 3 */
		Uerror("blocking sel in d_step (nr.300, near line 604)");
S_3886_0: /* 2 */
		goto S_3894_0;
S_3893_1: /* 3 */
S_3887_0: /* 2 */
		/* else */;
S_3891_0: /* 2 */
S_3888_0: /* 2 */
		if (!((((int)now.gopt)<((((int)now.se)*8)+((int)now.sp)))))
			goto S_3891_1;
S_3889_0: /* 2 */
		now.gopt = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("gopt", ((int)now.gopt));
#endif
		;
		goto S_3892_0;
S_3891_1: /* 3 */
S_3890_0: /* 2 */
		/* else */;
		goto S_3892_0;
S_3891_2: /* 3 */
		Uerror("blocking sel in d_step (nr.301, near line 606)");
S_3892_0: /* 2 */
		goto S_3894_0;
S_3893_2: /* 3 */
		Uerror("blocking sel in d_step (nr.302, near line 597)");
S_3894_0: /* 2 */
		goto S_3906_0;
S_3905_1: /* 3 */
S_3895_0: /* 2 */
		if (!(((((int)now.st)!=2)&&(((int)((P4 *)_this)->i)>=128))))
			goto S_3905_2;
S_3896_0: /* 2 */
		now.uhead = 1;
#ifdef VAR_RANGES
		logval("uhead", ((int)now.uhead));
#endif
		;
S_3897_0: /* 2 */
		now.uh = (1<<(((int)((P4 *)_this)->i)-128));
#ifdef VAR_RANGES
		logval("uh", now.uh);
#endif
		;
S_3902_0: /* 2 */
S_3898_0: /* 2 */
		if (!((((int)now.st)==0)))
			goto S_3902_1;
S_3899_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3900_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
		goto S_3903_0;
S_3902_1: /* 3 */
S_3901_0: /* 2 */
		/* else */;
		goto S_3903_0;
S_3902_2: /* 3 */
		Uerror("blocking sel in d_step (nr.303, near line 609)");
S_3903_0: /* 2 */
		goto S_3906_0;
S_3905_2: /* 3 */
S_3904_0: /* 2 */
		/* else */;
		goto S_3906_0;
S_3905_3: /* 3 */
		Uerror("blocking sel in d_step (nr.304, near line 595)");
S_3906_0: /* 2 */
S_4058_0: /* 2 */
S_4050_0: /* 2 */
S_3907_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4050_1;
S_3972_0: /* 2 */
S_3908_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_3972_1;
S_3925_0: /* 2 */
S_3909_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3910_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_3911_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_3912_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_3913_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3914_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3915_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3916_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3917_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3918_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3919_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_3920_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3921_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3922_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3923_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_3924_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_3973_0;
S_3972_1: /* 3 */
S_3926_0: /* 2 */
		/* else */;
S_3970_0: /* 2 */
S_3927_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_3970_1;
S_3960_0: /* 2 */
S_3928_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_3929_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_3930_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3931_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3932_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3933_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3956_0: /* 2 */
S_3934_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_3956_1;
S_3935_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3936_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3957_0;
S_3956_1: /* 3 */
S_3937_0: /* 2 */
		/* else */;
S_3946_0: /* 2 */
S_3938_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3944_0: /* 2 */
S_3943_0: /* 2 */
S_3939_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3943_1;
S_3940_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3944_0; /* ';' */
S_3943_1: /* 3 */
S_3941_0: /* 2 */
		/* else */;
S_3942_0: /* 2 */
		goto S_3953_0;	/* 'goto' */
S_3943_2: /* 3 */
		Uerror("blocking sel in d_step (nr.305, near line 153)");
S_3945_0: /* 2 */
		goto S_3953_0;	/* 'break' */
		goto S_3953_0;
S_3953_0: /* 2 */
S_3947_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_3953_1;
S_3948_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3949_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3954_0;
S_3953_1: /* 3 */
S_3950_0: /* 2 */
		/* else */;
S_3951_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3952_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_3954_0;
S_3953_2: /* 3 */
		Uerror("blocking sel in d_step (nr.306, near line 192)");
S_3954_0: /* 2 */
S_3955_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3957_0;
S_3956_2: /* 3 */
		Uerror("blocking sel in d_step (nr.307, near line 188)");
S_3957_0: /* 2 */
S_3958_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_3959_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_3971_0;
S_3970_1: /* 3 */
S_3961_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_3970_2;
S_3968_0: /* 2 */
S_3962_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_3963_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3964_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3965_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3966_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_3967_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_3971_0;
		goto S_3971_0;
S_3970_2: /* 3 */
S_3969_0: /* 2 */
		/* else */;
		goto S_3971_0;
S_3970_3: /* 3 */
		Uerror("blocking sel in d_step (nr.308, near line 214)");
S_3971_0: /* 2 */
		goto S_3973_0;
S_3972_2: /* 3 */
		Uerror("blocking sel in d_step (nr.309, near line 211)");
S_3973_0: /* 2 */
		goto S_4051_0;
S_4050_1: /* 3 */
S_3974_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_4050_2;
S_3975_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3984_0: /* 2 */
S_3976_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_3982_0: /* 2 */
S_3981_0: /* 2 */
S_3977_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_3981_1;
S_3978_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_3982_0; /* ';' */
S_3981_1: /* 3 */
S_3979_0: /* 2 */
		/* else */;
S_3980_0: /* 2 */
		goto S_4046_0;	/* 'goto' */
S_3981_2: /* 3 */
		Uerror("blocking sel in d_step (nr.310, near line 153)");
S_3983_0: /* 2 */
		goto S_4046_0;	/* 'break' */
		goto S_4046_0;
S_4046_0: /* 2 */
S_3985_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_4046_1;
S_4002_0: /* 2 */
S_3986_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_3987_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_3988_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_3989_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_3990_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_3991_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_3992_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_3993_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_3994_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_3995_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_3996_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_3997_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_3998_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_3999_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4000_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_4001_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_4047_0;
S_4046_1: /* 3 */
S_4003_0: /* 2 */
		/* else */;
S_4007_0: /* 2 */
S_4004_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_4007_1;
S_4005_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_4008_0;
S_4007_1: /* 3 */
S_4006_0: /* 2 */
		/* else */;
		goto S_4008_0;
S_4007_2: /* 3 */
		Uerror("blocking sel in d_step (nr.311, near line 226)");
S_4008_0: /* 2 */
S_4044_0: /* 2 */
S_4009_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_4044_1;
S_4042_0: /* 2 */
S_4010_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4011_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_4012_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4013_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4014_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4015_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4038_0: /* 2 */
S_4016_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4038_1;
S_4017_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4018_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4039_0;
S_4038_1: /* 3 */
S_4019_0: /* 2 */
		/* else */;
S_4028_0: /* 2 */
S_4020_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4026_0: /* 2 */
S_4025_0: /* 2 */
S_4021_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4025_1;
S_4022_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4026_0; /* ';' */
S_4025_1: /* 3 */
S_4023_0: /* 2 */
		/* else */;
S_4024_0: /* 2 */
		goto S_4035_0;	/* 'goto' */
S_4025_2: /* 3 */
		Uerror("blocking sel in d_step (nr.312, near line 153)");
S_4027_0: /* 2 */
		goto S_4035_0;	/* 'break' */
		goto S_4035_0;
S_4035_0: /* 2 */
S_4029_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_4035_1;
S_4030_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4031_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4036_0;
S_4035_1: /* 3 */
S_4032_0: /* 2 */
		/* else */;
S_4033_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4034_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4036_0;
S_4035_2: /* 3 */
		Uerror("blocking sel in d_step (nr.313, near line 192)");
S_4036_0: /* 2 */
S_4037_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4039_0;
S_4038_2: /* 3 */
		Uerror("blocking sel in d_step (nr.314, near line 188)");
S_4039_0: /* 2 */
S_4040_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_4041_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_4045_0;
S_4044_1: /* 3 */
S_4043_0: /* 2 */
		/* else */;
		goto S_4045_0;
S_4044_2: /* 3 */
		Uerror("blocking sel in d_step (nr.315, near line 230)");
S_4045_0: /* 2 */
		goto S_4047_0;
S_4046_2: /* 3 */
		Uerror("blocking sel in d_step (nr.316, near line 223)");
S_4047_0: /* 2 */
S_4048_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4051_0;
S_4050_2: /* 3 */
S_4049_0: /* 2 */
		/* else */;
		goto S_4051_0;
S_4050_3: /* 3 */
		Uerror("blocking sel in d_step (nr.317, near line 209)");
S_4051_0: /* 2 */
S_4056_0: /* 2 */
S_4052_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_4056_1;
S_4053_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_4054_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_4057_0;
S_4056_1: /* 3 */
S_4055_0: /* 2 */
		/* else */;
		goto S_4057_0;
S_4056_2: /* 3 */
		Uerror("blocking sel in d_step (nr.318, near line 234)");
S_4057_0: /* 2 */
		goto S_4060_0;
S_4060_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 44: // STATE 3068 - delivery.pml:612 - [i = 0] (0:3393:1 - 1)
		IfNotBlocked
		reached[4][3068] = 1;
		(trpt+1)->bup.oval = ((int)((P4 *)_this)->i);
		((P4 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Edge:i", ((int)((P4 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 3394, 3393) */
		reached[4][3394] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 45: // STATE 3235 - delivery.pml:614 - [D_STEP614]
		if (!(boq == -1 && (((0==2)&& !(((int)now.vleft)))&& !(((int)now.done)))))
			continue;

		reached[4][3235] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_4062_0: /* 2 */
		if (!((((0==2)&& !(((int)now.vleft)))&& !(((int)now.done)))))
			Uerror("block in d_step seq");
S_4063_0: /* 2 */
		now.vleft = 1;
#ifdef VAR_RANGES
		logval("vleft", ((int)now.vleft));
#endif
		;
S_4064_0: /* 2 */
		Printf("V CONNECTS\n");
S_4073_0: /* 2 */
S_4065_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4073_1;
S_4066_0: /* 2 */
		now.vat = (((int)now.se)==0);
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
		goto S_4074_0;
S_4073_1: /* 3 */
S_4067_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_4073_2;
S_4068_0: /* 2 */
		now.vhead = 1;
#ifdef VAR_RANGES
		logval("vhead", ((int)now.vhead));
#endif
		;
		goto S_4074_0;
S_4073_2: /* 3 */
S_4069_0: /* 2 */
		if (!((((int)now.st)==0)))
			goto S_4073_3;
S_4070_0: /* 2 */
		now.vhead = 1;
#ifdef VAR_RANGES
		logval("vhead", ((int)now.vhead));
#endif
		;
S_4071_0: /* 2 */
		now.st = 1;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_4072_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
		goto S_4074_0;
S_4073_3: /* 3 */
		Uerror("blocking sel in d_step (nr.319, near line 615)");
S_4074_0: /* 2 */
S_4226_0: /* 2 */
S_4218_0: /* 2 */
S_4075_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4218_1;
S_4140_0: /* 2 */
S_4076_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_4140_1;
S_4093_0: /* 2 */
S_4077_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_4078_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_4079_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_4080_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_4081_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4082_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_4083_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4084_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4085_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4086_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4087_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_4088_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4089_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_4090_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4091_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_4092_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_4141_0;
S_4140_1: /* 3 */
S_4094_0: /* 2 */
		/* else */;
S_4138_0: /* 2 */
S_4095_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_4138_1;
S_4128_0: /* 2 */
S_4096_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4097_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_4098_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4099_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4100_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4101_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4124_0: /* 2 */
S_4102_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4124_1;
S_4103_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4104_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4125_0;
S_4124_1: /* 3 */
S_4105_0: /* 2 */
		/* else */;
S_4114_0: /* 2 */
S_4106_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4112_0: /* 2 */
S_4111_0: /* 2 */
S_4107_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4111_1;
S_4108_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4112_0; /* ';' */
S_4111_1: /* 3 */
S_4109_0: /* 2 */
		/* else */;
S_4110_0: /* 2 */
		goto S_4121_0;	/* 'goto' */
S_4111_2: /* 3 */
		Uerror("blocking sel in d_step (nr.320, near line 153)");
S_4113_0: /* 2 */
		goto S_4121_0;	/* 'break' */
		goto S_4121_0;
S_4121_0: /* 2 */
S_4115_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_4121_1;
S_4116_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4117_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4122_0;
S_4121_1: /* 3 */
S_4118_0: /* 2 */
		/* else */;
S_4119_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4120_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4122_0;
S_4121_2: /* 3 */
		Uerror("blocking sel in d_step (nr.321, near line 192)");
S_4122_0: /* 2 */
S_4123_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4125_0;
S_4124_2: /* 3 */
		Uerror("blocking sel in d_step (nr.322, near line 188)");
S_4125_0: /* 2 */
S_4126_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_4127_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_4139_0;
S_4138_1: /* 3 */
S_4129_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_4138_2;
S_4136_0: /* 2 */
S_4130_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_4131_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4132_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4133_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4134_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_4135_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_4139_0;
		goto S_4139_0;
S_4138_2: /* 3 */
S_4137_0: /* 2 */
		/* else */;
		goto S_4139_0;
S_4138_3: /* 3 */
		Uerror("blocking sel in d_step (nr.323, near line 214)");
S_4139_0: /* 2 */
		goto S_4141_0;
S_4140_2: /* 3 */
		Uerror("blocking sel in d_step (nr.324, near line 211)");
S_4141_0: /* 2 */
		goto S_4219_0;
S_4218_1: /* 3 */
S_4142_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_4218_2;
S_4143_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4152_0: /* 2 */
S_4144_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4150_0: /* 2 */
S_4149_0: /* 2 */
S_4145_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4149_1;
S_4146_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4150_0; /* ';' */
S_4149_1: /* 3 */
S_4147_0: /* 2 */
		/* else */;
S_4148_0: /* 2 */
		goto S_4214_0;	/* 'goto' */
S_4149_2: /* 3 */
		Uerror("blocking sel in d_step (nr.325, near line 153)");
S_4151_0: /* 2 */
		goto S_4214_0;	/* 'break' */
		goto S_4214_0;
S_4214_0: /* 2 */
S_4153_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_4214_1;
S_4170_0: /* 2 */
S_4154_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_4155_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_4156_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_4157_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_4158_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4159_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_4160_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4161_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4162_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4163_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4164_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_4165_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4166_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_4167_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4168_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_4169_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_4215_0;
S_4214_1: /* 3 */
S_4171_0: /* 2 */
		/* else */;
S_4175_0: /* 2 */
S_4172_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_4175_1;
S_4173_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_4176_0;
S_4175_1: /* 3 */
S_4174_0: /* 2 */
		/* else */;
		goto S_4176_0;
S_4175_2: /* 3 */
		Uerror("blocking sel in d_step (nr.326, near line 226)");
S_4176_0: /* 2 */
S_4212_0: /* 2 */
S_4177_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_4212_1;
S_4210_0: /* 2 */
S_4178_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4179_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_4180_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4181_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4182_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4183_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4206_0: /* 2 */
S_4184_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4206_1;
S_4185_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4186_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4207_0;
S_4206_1: /* 3 */
S_4187_0: /* 2 */
		/* else */;
S_4196_0: /* 2 */
S_4188_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4194_0: /* 2 */
S_4193_0: /* 2 */
S_4189_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4193_1;
S_4190_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4194_0; /* ';' */
S_4193_1: /* 3 */
S_4191_0: /* 2 */
		/* else */;
S_4192_0: /* 2 */
		goto S_4203_0;	/* 'goto' */
S_4193_2: /* 3 */
		Uerror("blocking sel in d_step (nr.327, near line 153)");
S_4195_0: /* 2 */
		goto S_4203_0;	/* 'break' */
		goto S_4203_0;
S_4203_0: /* 2 */
S_4197_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_4203_1;
S_4198_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4199_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4204_0;
S_4203_1: /* 3 */
S_4200_0: /* 2 */
		/* else */;
S_4201_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4202_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4204_0;
S_4203_2: /* 3 */
		Uerror("blocking sel in d_step (nr.328, near line 192)");
S_4204_0: /* 2 */
S_4205_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4207_0;
S_4206_2: /* 3 */
		Uerror("blocking sel in d_step (nr.329, near line 188)");
S_4207_0: /* 2 */
S_4208_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_4209_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_4213_0;
S_4212_1: /* 3 */
S_4211_0: /* 2 */
		/* else */;
		goto S_4213_0;
S_4212_2: /* 3 */
		Uerror("blocking sel in d_step (nr.330, near line 230)");
S_4213_0: /* 2 */
		goto S_4215_0;
S_4214_2: /* 3 */
		Uerror("blocking sel in d_step (nr.331, near line 223)");
S_4215_0: /* 2 */
S_4216_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4219_0;
S_4218_2: /* 3 */
S_4217_0: /* 2 */
		/* else */;
		goto S_4219_0;
S_4218_3: /* 3 */
		Uerror("blocking sel in d_step (nr.332, near line 209)");
S_4219_0: /* 2 */
S_4224_0: /* 2 */
S_4220_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_4224_1;
S_4221_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_4222_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_4225_0;
S_4224_1: /* 3 */
S_4223_0: /* 2 */
		/* else */;
		goto S_4225_0;
S_4224_2: /* 3 */
		Uerror("blocking sel in d_step (nr.333, near line 234)");
S_4225_0: /* 2 */
		goto S_4386_0; /* '.' */
		goto S_4386_0; /* ';' */
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 46: // STATE 3392 - delivery.pml:620 - [D_STEP620]
		if (!(boq == -1 && (((0==3)&& !(((int)now.vleft)))&& !(((int)now.done)))))
			continue;

		reached[4][3392] = 1;
		reached[4][t->st] = 1;
		reached[4][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_4228_0: /* 2 */
		if (!((((0==3)&& !(((int)now.vleft)))&& !(((int)now.done)))))
			Uerror("block in d_step seq");
S_4229_0: /* 2 */
		now.vleft = 1;
#ifdef VAR_RANGES
		logval("vleft", ((int)now.vleft));
#endif
		;
S_4230_0: /* 2 */
		now.vat = 0;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
S_4231_0: /* 2 */
		Printf("V GOES\n");
S_4383_0: /* 2 */
S_4375_0: /* 2 */
S_4232_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4375_1;
S_4297_0: /* 2 */
S_4233_0: /* 2 */
		if (!((((( !(((int)now.uatt))&& !(((int)now.vat)))&&(now.uh==0))&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_4297_1;
S_4250_0: /* 2 */
S_4234_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_4235_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_4236_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_4237_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_4238_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4239_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_4240_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4241_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4242_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4243_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4244_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_4245_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4246_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_4247_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4248_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_4249_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_4298_0;
S_4297_1: /* 3 */
S_4251_0: /* 2 */
		/* else */;
S_4295_0: /* 2 */
S_4252_0: /* 2 */
		if (!(((((int)now.asked)==0)&& !(((int)now.reged)))))
			goto S_4295_1;
S_4285_0: /* 2 */
S_4253_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4254_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_4255_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4256_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4257_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4258_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4281_0: /* 2 */
S_4259_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4281_1;
S_4260_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4261_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4282_0;
S_4281_1: /* 3 */
S_4262_0: /* 2 */
		/* else */;
S_4271_0: /* 2 */
S_4263_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4269_0: /* 2 */
S_4268_0: /* 2 */
S_4264_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4268_1;
S_4265_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4269_0; /* ';' */
S_4268_1: /* 3 */
S_4266_0: /* 2 */
		/* else */;
S_4267_0: /* 2 */
		goto S_4278_0;	/* 'goto' */
S_4268_2: /* 3 */
		Uerror("blocking sel in d_step (nr.334, near line 153)");
S_4270_0: /* 2 */
		goto S_4278_0;	/* 'break' */
		goto S_4278_0;
S_4278_0: /* 2 */
S_4272_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_4278_1;
S_4273_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4274_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4279_0;
S_4278_1: /* 3 */
S_4275_0: /* 2 */
		/* else */;
S_4276_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4277_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4279_0;
S_4278_2: /* 3 */
		Uerror("blocking sel in d_step (nr.335, near line 192)");
S_4279_0: /* 2 */
S_4280_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4282_0;
S_4281_2: /* 3 */
		Uerror("blocking sel in d_step (nr.336, near line 188)");
S_4282_0: /* 2 */
S_4283_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_4284_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_4296_0;
S_4295_1: /* 3 */
S_4286_0: /* 2 */
		if (!((((((int)now.asked)==0)&&((int)now.reged))&&(((int)now.need)||(now.held!=0)))))
			goto S_4295_2;
S_4293_0: /* 2 */
S_4287_0: /* 2 */
		now.rno = (((int)now.rno)+1);
#ifdef VAR_RANGES
		logval("rno", ((int)now.rno));
#endif
		;
S_4288_0: /* 2 */
		now.asked = 2;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4289_0: /* 2 */
		now.askno = ((int)now.rno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4290_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4291_0: /* 2 */
		if (q_full(now.rngq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngq);
		sprintf(simtmp, "%d", ((int)now.rno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.se)*8)+((int)now.sp))); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngq, 0, ((int)now.rno), ((((int)now.se)*8)+((int)now.sp)), 0, 0, 0, 0, 0, 2);
S_4292_0: /* 2 */
		Printf("  edge asks RANGE after %d.%d\n", ((int)now.se), ((int)now.sp));
		goto S_4296_0;
		goto S_4296_0;
S_4295_2: /* 3 */
S_4294_0: /* 2 */
		/* else */;
		goto S_4296_0;
S_4295_3: /* 3 */
		Uerror("blocking sel in d_step (nr.337, near line 214)");
S_4296_0: /* 2 */
		goto S_4298_0;
S_4297_2: /* 3 */
		Uerror("blocking sel in d_step (nr.338, near line 211)");
S_4298_0: /* 2 */
		goto S_4376_0;
S_4375_1: /* 3 */
S_4299_0: /* 2 */
		if (!((((int)now.st)==1)))
			goto S_4375_2;
S_4300_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4309_0: /* 2 */
S_4301_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4307_0: /* 2 */
S_4306_0: /* 2 */
S_4302_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4306_1;
S_4303_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4307_0; /* ';' */
S_4306_1: /* 3 */
S_4304_0: /* 2 */
		/* else */;
S_4305_0: /* 2 */
		goto S_4371_0;	/* 'goto' */
S_4306_2: /* 3 */
		Uerror("blocking sel in d_step (nr.339, near line 153)");
S_4308_0: /* 2 */
		goto S_4371_0;	/* 'break' */
		goto S_4371_0;
S_4371_0: /* 2 */
S_4310_0: /* 2 */
		if (!((((((int)now.q)==16)&& !(((int)now.uhead)))&& !(((int)now.vhead)))))
			goto S_4371_1;
S_4327_0: /* 2 */
S_4311_0: /* 2 */
		now.st = 0;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
S_4312_0: /* 2 */
		now.se = 0;
#ifdef VAR_RANGES
		logval("se", ((int)now.se));
#endif
		;
S_4313_0: /* 2 */
		now.sp = 0;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
S_4314_0: /* 2 */
		now.lastp = 0;
#ifdef VAR_RANGES
		logval("lastp", ((int)now.lastp));
#endif
		;
S_4315_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4316_0: /* 2 */
		now.held = 0;
#ifdef VAR_RANGES
		logval("held", now.held);
#endif
		;
S_4317_0: /* 2 */
		now.reged = 0;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
S_4318_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4319_0: /* 2 */
		now.askno = 0;
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4320_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4321_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
S_4322_0: /* 2 */
		now.askh = 0;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4323_0: /* 2 */
		now.vm = 0;
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
S_4324_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4325_0: /* 2 */
		if (q_full(now.offq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.eno)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)now.ereg), ((int)now.eno), 0, 0, 0, 0, 0, 2);
S_4326_0: /* 2 */
		Printf("  edge follows no longer, detach no %d\n", ((int)now.eno));
		goto S_4372_0;
S_4371_1: /* 3 */
S_4328_0: /* 2 */
		/* else */;
S_4332_0: /* 2 */
S_4329_0: /* 2 */
		if (!(((((((int)now.asked)==1)&&(((int)now.q)<16))&& !(((int)now.uhead)))&&((((int)now.askmode)==0)||(((int)now.askpos)>(((int)now.q)-1))))))
			goto S_4332_1;
S_4330_0: /* 2 */
		now.asked = 0;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
		goto S_4333_0;
S_4332_1: /* 3 */
S_4331_0: /* 2 */
		/* else */;
		goto S_4333_0;
S_4332_2: /* 3 */
		Uerror("blocking sel in d_step (nr.340, near line 226)");
S_4333_0: /* 2 */
S_4369_0: /* 2 */
S_4334_0: /* 2 */
		if (!((((int)now.asked)==0)))
			goto S_4369_1;
S_4367_0: /* 2 */
S_4335_0: /* 2 */
		now.eno = (((int)now.eno)+1);
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
S_4336_0: /* 2 */
		spin_assert((((int)now.eno)<60), "(eno<60)", II, tt, t);
S_4337_0: /* 2 */
		now.asked = 1;
#ifdef VAR_RANGES
		logval("asked", ((int)now.asked));
#endif
		;
S_4338_0: /* 2 */
		now.askno = ((int)now.eno);
#ifdef VAR_RANGES
		logval("askno", ((int)now.askno));
#endif
		;
S_4339_0: /* 2 */
		now.need = 0;
#ifdef VAR_RANGES
		logval("need", ((int)now.need));
#endif
		;
S_4340_0: /* 2 */
		now.askh = now.uh;
#ifdef VAR_RANGES
		logval("askh", now.askh);
#endif
		;
S_4363_0: /* 2 */
S_4341_0: /* 2 */
		if (!((((int)now.st)==2)))
			goto S_4363_1;
S_4342_0: /* 2 */
		now.askmode = 2;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4343_0: /* 2 */
		now.askpos = ((((int)now.se)*8)+((int)now.sp));
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4364_0;
S_4363_1: /* 3 */
S_4344_0: /* 2 */
		/* else */;
S_4353_0: /* 2 */
S_4345_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
S_4351_0: /* 2 */
S_4350_0: /* 2 */
S_4346_0: /* 2 */
		if (!(((((int)now.q)<16)&& !(((now.uh>>((int)now.q))&1)))))
			goto S_4350_1;
S_4347_0: /* 2 */
		now.q = (((int)now.q)+1);
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4351_0; /* ';' */
S_4350_1: /* 3 */
S_4348_0: /* 2 */
		/* else */;
S_4349_0: /* 2 */
		goto S_4360_0;	/* 'goto' */
S_4350_2: /* 3 */
		Uerror("blocking sel in d_step (nr.341, near line 153)");
S_4352_0: /* 2 */
		goto S_4360_0;	/* 'break' */
		goto S_4360_0;
S_4360_0: /* 2 */
S_4354_0: /* 2 */
		if (!(((((int)now.uhead)||(((int)now.vhead)&&(((int)now.q)==16)))||(((int)now.q)==16))))
			goto S_4360_1;
S_4355_0: /* 2 */
		now.askmode = 0;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4356_0: /* 2 */
		now.askpos = 0;
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4361_0;
S_4360_1: /* 3 */
S_4357_0: /* 2 */
		/* else */;
S_4358_0: /* 2 */
		now.askmode = 1;
#ifdef VAR_RANGES
		logval("askmode", ((int)now.askmode));
#endif
		;
S_4359_0: /* 2 */
		now.askpos = (((int)now.q)-1);
#ifdef VAR_RANGES
		logval("askpos", ((int)now.askpos));
#endif
		;
		goto S_4361_0;
S_4360_2: /* 3 */
		Uerror("blocking sel in d_step (nr.342, near line 192)");
S_4361_0: /* 2 */
S_4362_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4364_0;
S_4363_2: /* 3 */
		Uerror("blocking sel in d_step (nr.343, near line 188)");
S_4364_0: /* 2 */
S_4365_0: /* 2 */
		Printf("  edge asks attach no %d mode %d position %d.%d registration %d\n", ((int)now.askno), ((int)now.askmode), (((int)now.askpos)>>3), (((int)now.askpos)&7), ((int)now.ereg));
S_4366_0: /* 2 */
		if (q_full(now.attq))
			Uerror("block in d_step seq");
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)now.ereg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askno)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askmode)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.askpos)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)now.ereg), ((int)now.askno), ((int)now.askmode), ((int)now.askpos), 0, 0, 0, 4);
		goto S_4370_0;
S_4369_1: /* 3 */
S_4368_0: /* 2 */
		/* else */;
		goto S_4370_0;
S_4369_2: /* 3 */
		Uerror("blocking sel in d_step (nr.344, near line 230)");
S_4370_0: /* 2 */
		goto S_4372_0;
S_4371_2: /* 3 */
		Uerror("blocking sel in d_step (nr.345, near line 223)");
S_4372_0: /* 2 */
S_4373_0: /* 2 */
		now.q = 0;
#ifdef VAR_RANGES
		logval("q", ((int)now.q));
#endif
		;
		goto S_4376_0;
S_4375_2: /* 3 */
S_4374_0: /* 2 */
		/* else */;
		goto S_4376_0;
S_4375_3: /* 3 */
		Uerror("blocking sel in d_step (nr.346, near line 209)");
S_4376_0: /* 2 */
S_4381_0: /* 2 */
S_4377_0: /* 2 */
		if (!((((((int)now.sk)==1)&& !(((int)now.uhead)))&&(now.uh==0))))
			goto S_4381_1;
S_4378_0: /* 2 */
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
S_4379_0: /* 2 */
		Printf("SOCKET READY\n");
		goto S_4382_0;
S_4381_1: /* 3 */
S_4380_0: /* 2 */
		/* else */;
		goto S_4382_0;
S_4381_2: /* 3 */
		Uerror("blocking sel in d_step (nr.347, near line 234)");
S_4382_0: /* 2 */
		goto S_4386_0; /* '.' */
		goto S_4386_0; /* ';' */
		goto S_4386_0; /* ';' */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 47: // STATE 3396 - delivery.pml:622 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[4][3396] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Net */
	case 48: // STATE 1 - delivery.pml:461 - [((len(attq)>1))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][1] = 1;
		if (!((q_len(now.attq)>1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 49: // STATE 2 - delivery.pml:461 - [attq?a,b,c,d] (0:0:4 - 1)
		reached[3][2] = 1;
		if (q_len(now.attq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->b);
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->c);
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->d);
		;
		((P3 *)_this)->a = qrecv(now.attq, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		((P3 *)_this)->b = qrecv(now.attq, XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		((P3 *)_this)->c = qrecv(now.attq, XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("Net:c", ((int)((P3 *)_this)->c));
#endif
		;
		((P3 *)_this)->d = qrecv(now.attq, XX-1, 3, 1);
#ifdef VAR_RANGES
		logval("Net:d", ((int)((P3 *)_this)->d));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.attq);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->c)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->d)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 50: // STATE 3 - delivery.pml:461 - [attq!a,b,c,d] (61:0:4 - 1)
		IfNotBlocked
		reached[3][3] = 1;
		if (q_full(now.attq))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attq);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->c)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->d)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attq, 0, ((int)((P3 *)_this)->a), ((int)((P3 *)_this)->b), ((int)((P3 *)_this)->c), ((int)((P3 *)_this)->d), 0, 0, 0, 4);
		/* merge: a = 0(61, 4, 61) */
		reached[3][4] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		((P3 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		/* merge: b = 0(61, 5, 61) */
		reached[3][5] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->b);
		((P3 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		/* merge: c = 0(61, 6, 61) */
		reached[3][6] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->c);
		((P3 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("Net:c", ((int)((P3 *)_this)->c));
#endif
		;
		/* merge: d = 0(61, 7, 61) */
		reached[3][7] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->d);
		((P3 *)_this)->d = 0;
#ifdef VAR_RANGES
		logval("Net:d", ((int)((P3 *)_this)->d));
#endif
		;
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 51: // STATE 9 - delivery.pml:462 - [((len(helq)>1))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][9] = 1;
		if (!((q_len(now.helq)>1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 52: // STATE 10 - delivery.pml:462 - [helq?a] (0:0:1 - 1)
		reached[3][10] = 1;
		if (q_len(now.helq) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->a);
		;
		((P3 *)_this)->a = qrecv(now.helq, XX-1, 0, 1);
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.helq);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 53: // STATE 11 - delivery.pml:462 - [helq!a] (61:0:1 - 1)
		IfNotBlocked
		reached[3][11] = 1;
		if (q_full(now.helq))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.helq);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.helq, 0, ((int)((P3 *)_this)->a), 0, 0, 0, 0, 0, 0, 1);
		/* merge: a = 0(0, 12, 61) */
		reached[3][12] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->a);
		((P3 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 2; goto P999; /* 2 */
	case 54: // STATE 14 - delivery.pml:463 - [((len(offq)>1))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][14] = 1;
		if (!((q_len(now.offq)>1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 55: // STATE 15 - delivery.pml:463 - [offq?a,b] (0:0:2 - 1)
		reached[3][15] = 1;
		if (q_len(now.offq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->b);
		;
		((P3 *)_this)->a = qrecv(now.offq, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		((P3 *)_this)->b = qrecv(now.offq, XX-1, 1, 1);
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.offq);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 56: // STATE 16 - delivery.pml:463 - [offq!a,b] (61:0:2 - 1)
		IfNotBlocked
		reached[3][16] = 1;
		if (q_full(now.offq))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.offq);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.offq, 0, ((int)((P3 *)_this)->a), ((int)((P3 *)_this)->b), 0, 0, 0, 0, 0, 2);
		/* merge: a = 0(61, 17, 61) */
		reached[3][17] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		((P3 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		/* merge: b = 0(61, 18, 61) */
		reached[3][18] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->b);
		((P3 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 2; goto P999; /* 3 */
	case 57: // STATE 20 - delivery.pml:464 - [((len(rq)>1))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][20] = 1;
		if (!((q_len(now.rq)>1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 58: // STATE 21 - delivery.pml:464 - [rq?a,b] (0:0:2 - 1)
		reached[3][21] = 1;
		if (q_len(now.rq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->b);
		;
		((P3 *)_this)->a = qrecv(now.rq, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		((P3 *)_this)->b = qrecv(now.rq, XX-1, 1, 1);
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rq);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 59: // STATE 22 - delivery.pml:464 - [rq!a,b] (61:0:2 - 1)
		IfNotBlocked
		reached[3][22] = 1;
		if (q_full(now.rq))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rq);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rq, 0, ((int)((P3 *)_this)->a), ((int)((P3 *)_this)->b), 0, 0, 0, 0, 0, 2);
		/* merge: a = 0(61, 23, 61) */
		reached[3][23] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		((P3 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		/* merge: b = 0(61, 24, 61) */
		reached[3][24] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->b);
		((P3 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 2; goto P999; /* 3 */
	case 60: // STATE 26 - delivery.pml:465 - [((len(rp)>1))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][26] = 1;
		if (!((q_len(now.rp)>1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 61: // STATE 27 - delivery.pml:465 - [rp?a,m,b,c,d,e] (0:0:6 - 1)
		reached[3][27] = 1;
		if (q_len(now.rp) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(6);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->m);
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->b);
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->c);
		(trpt+1)->bup.ovals[4] = ((int)((P3 *)_this)->d);
		(trpt+1)->bup.ovals[5] = ((int)((P3 *)_this)->e);
		;
		((P3 *)_this)->a = qrecv(now.rp, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		((P3 *)_this)->m = qrecv(now.rp, XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("Net:m", ((int)((P3 *)_this)->m));
#endif
		;
		((P3 *)_this)->b = qrecv(now.rp, XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		((P3 *)_this)->c = qrecv(now.rp, XX-1, 3, 0);
#ifdef VAR_RANGES
		logval("Net:c", ((int)((P3 *)_this)->c));
#endif
		;
		((P3 *)_this)->d = qrecv(now.rp, XX-1, 4, 0);
#ifdef VAR_RANGES
		logval("Net:d", ((int)((P3 *)_this)->d));
#endif
		;
		((P3 *)_this)->e = qrecv(now.rp, XX-1, 5, 1);
#ifdef VAR_RANGES
		logval("Net:e", ((int)((P3 *)_this)->e));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rp);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->m)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->c)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->d)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->e)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 62: // STATE 28 - delivery.pml:465 - [rp!a,m,b,c,d,e] (61:0:6 - 1)
		IfNotBlocked
		reached[3][28] = 1;
		if (q_full(now.rp))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rp);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->m)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->c)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->d)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->e)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rp, 0, ((int)((P3 *)_this)->a), ((int)((P3 *)_this)->m), ((int)((P3 *)_this)->b), ((int)((P3 *)_this)->c), ((int)((P3 *)_this)->d), ((int)((P3 *)_this)->e), 0, 6);
		/* merge: a = 0(61, 29, 61) */
		reached[3][29] = 1;
		(trpt+1)->bup.ovals = grab_ints(6);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		((P3 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		/* merge: m = 0(61, 30, 61) */
		reached[3][30] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->m);
		((P3 *)_this)->m = 0;
#ifdef VAR_RANGES
		logval("Net:m", ((int)((P3 *)_this)->m));
#endif
		;
		/* merge: b = 0(61, 31, 61) */
		reached[3][31] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->b);
		((P3 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		/* merge: c = 0(61, 32, 61) */
		reached[3][32] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->c);
		((P3 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("Net:c", ((int)((P3 *)_this)->c));
#endif
		;
		/* merge: d = 0(61, 33, 61) */
		reached[3][33] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P3 *)_this)->d);
		((P3 *)_this)->d = 0;
#ifdef VAR_RANGES
		logval("Net:d", ((int)((P3 *)_this)->d));
#endif
		;
		/* merge: e = 0(61, 34, 61) */
		reached[3][34] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P3 *)_this)->e);
		((P3 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Net:e", ((int)((P3 *)_this)->e));
#endif
		;
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 2; goto P999; /* 7 */
	case 63: // STATE 36 - delivery.pml:466 - [((len(attr)>1))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][36] = 1;
		if (!((q_len(now.attr)>1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 64: // STATE 37 - delivery.pml:466 - [attr?a,b,c,m,d,e,o] (0:0:7 - 1)
		reached[3][37] = 1;
		if (q_len(now.attr) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->b);
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->c);
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->m);
		(trpt+1)->bup.ovals[4] = ((int)((P3 *)_this)->d);
		(trpt+1)->bup.ovals[5] = ((int)((P3 *)_this)->e);
		(trpt+1)->bup.ovals[6] = ((int)((P3 *)_this)->o);
		;
		((P3 *)_this)->a = qrecv(now.attr, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		((P3 *)_this)->b = qrecv(now.attr, XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		((P3 *)_this)->c = qrecv(now.attr, XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("Net:c", ((int)((P3 *)_this)->c));
#endif
		;
		((P3 *)_this)->m = qrecv(now.attr, XX-1, 3, 0);
#ifdef VAR_RANGES
		logval("Net:m", ((int)((P3 *)_this)->m));
#endif
		;
		((P3 *)_this)->d = qrecv(now.attr, XX-1, 4, 0);
#ifdef VAR_RANGES
		logval("Net:d", ((int)((P3 *)_this)->d));
#endif
		;
		((P3 *)_this)->e = qrecv(now.attr, XX-1, 5, 0);
#ifdef VAR_RANGES
		logval("Net:e", ((int)((P3 *)_this)->e));
#endif
		;
		((P3 *)_this)->o = qrecv(now.attr, XX-1, 6, 1);
#ifdef VAR_RANGES
		logval("Net:o", ((int)((P3 *)_this)->o));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.attr);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->c)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->m)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->d)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->e)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->o)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 65: // STATE 38 - delivery.pml:466 - [attr!a,b,c,m,d,e,o] (61:0:7 - 1)
		IfNotBlocked
		reached[3][38] = 1;
		if (q_full(now.attr))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attr);
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->a)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->b)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->c)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->m)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->d)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->e)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P3 *)_this)->o)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attr, 0, ((int)((P3 *)_this)->a), ((int)((P3 *)_this)->b), ((int)((P3 *)_this)->c), ((int)((P3 *)_this)->m), ((int)((P3 *)_this)->d), ((int)((P3 *)_this)->e), ((int)((P3 *)_this)->o), 7);
		/* merge: a = 0(61, 39, 61) */
		reached[3][39] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)((P3 *)_this)->a);
		((P3 *)_this)->a = 0;
#ifdef VAR_RANGES
		logval("Net:a", ((int)((P3 *)_this)->a));
#endif
		;
		/* merge: b = 0(61, 40, 61) */
		reached[3][40] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->b);
		((P3 *)_this)->b = 0;
#ifdef VAR_RANGES
		logval("Net:b", ((int)((P3 *)_this)->b));
#endif
		;
		/* merge: c = 0(61, 41, 61) */
		reached[3][41] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->c);
		((P3 *)_this)->c = 0;
#ifdef VAR_RANGES
		logval("Net:c", ((int)((P3 *)_this)->c));
#endif
		;
		/* merge: d = 0(61, 42, 61) */
		reached[3][42] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P3 *)_this)->d);
		((P3 *)_this)->d = 0;
#ifdef VAR_RANGES
		logval("Net:d", ((int)((P3 *)_this)->d));
#endif
		;
		/* merge: e = 0(61, 43, 61) */
		reached[3][43] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P3 *)_this)->e);
		((P3 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Net:e", ((int)((P3 *)_this)->e));
#endif
		;
		/* merge: m = 0(61, 44, 61) */
		reached[3][44] = 1;
		(trpt+1)->bup.ovals[5] = ((int)((P3 *)_this)->m);
		((P3 *)_this)->m = 0;
#ifdef VAR_RANGES
		logval("Net:m", ((int)((P3 *)_this)->m));
#endif
		;
		/* merge: o = 0(61, 45, 61) */
		reached[3][45] = 1;
		(trpt+1)->bup.ovals[6] = ((int)((P3 *)_this)->o);
		((P3 *)_this)->o = 0;
#ifdef VAR_RANGES
		logval("Net:o", ((int)((P3 *)_this)->o));
#endif
		;
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 2; goto P999; /* 8 */
	case 66: // STATE 47 - delivery.pml:467 - [(((nloss<0)&&!(done)))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][47] = 1;
		if (!(((((int)now.nloss)<0)&& !(((int)now.done)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 67: // STATE 48 - delivery.pml:469 - [attq?_,_,_,_] (61:0:5 - 1)
		reached[3][48] = 1;
		if (q_len(now.attq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = qrecv(now.attq, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.attq, XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.attq, XX-1, 2, 0);
		(trpt+1)->bup.ovals[3] = qrecv(now.attq, XX-1, 3, 0);
		;
		qrecv(now.attq, XX-1, 0, 0);
		qrecv(now.attq, XX-1, 1, 0);
		qrecv(now.attq, XX-1, 2, 0);
		qrecv(now.attq, XX-1, 3, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.attq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(61, 57, 61) */
		reached[3][57] = 1;
		;
		/* merge: nloss = (nloss+1)(61, 58, 61) */
		reached[3][58] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.nloss);
		now.nloss = (((int)now.nloss)+1);
#ifdef VAR_RANGES
		logval("nloss", ((int)now.nloss));
#endif
		;
		/* merge: printf('A MESSAGE IS LOST\\n')(61, 59, 61) */
		reached[3][59] = 1;
		Printf("A MESSAGE IS LOST\n");
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 4; goto P999; /* 4 */
	case 68: // STATE 49 - delivery.pml:469 - [helq?_] (61:0:2 - 1)
		reached[3][49] = 1;
		if (q_len(now.helq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = qrecv(now.helq, XX-1, 0, 0);
		;
		qrecv(now.helq, XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.helq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(61, 57, 61) */
		reached[3][57] = 1;
		;
		/* merge: nloss = (nloss+1)(61, 58, 61) */
		reached[3][58] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.nloss);
		now.nloss = (((int)now.nloss)+1);
#ifdef VAR_RANGES
		logval("nloss", ((int)now.nloss));
#endif
		;
		/* merge: printf('A MESSAGE IS LOST\\n')(61, 59, 61) */
		reached[3][59] = 1;
		Printf("A MESSAGE IS LOST\n");
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 4; goto P999; /* 4 */
	case 69: // STATE 50 - delivery.pml:469 - [offq?_,_] (61:0:3 - 1)
		reached[3][50] = 1;
		if (q_len(now.offq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = qrecv(now.offq, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.offq, XX-1, 1, 0);
		;
		qrecv(now.offq, XX-1, 0, 0);
		qrecv(now.offq, XX-1, 1, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.offq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(61, 57, 61) */
		reached[3][57] = 1;
		;
		/* merge: nloss = (nloss+1)(61, 58, 61) */
		reached[3][58] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.nloss);
		now.nloss = (((int)now.nloss)+1);
#ifdef VAR_RANGES
		logval("nloss", ((int)now.nloss));
#endif
		;
		/* merge: printf('A MESSAGE IS LOST\\n')(61, 59, 61) */
		reached[3][59] = 1;
		Printf("A MESSAGE IS LOST\n");
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 4; goto P999; /* 4 */
	case 70: // STATE 51 - delivery.pml:469 - [rq?_,_] (61:0:3 - 1)
		reached[3][51] = 1;
		if (q_len(now.rq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = qrecv(now.rq, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.rq, XX-1, 1, 0);
		;
		qrecv(now.rq, XX-1, 0, 0);
		qrecv(now.rq, XX-1, 1, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(61, 57, 61) */
		reached[3][57] = 1;
		;
		/* merge: nloss = (nloss+1)(61, 58, 61) */
		reached[3][58] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.nloss);
		now.nloss = (((int)now.nloss)+1);
#ifdef VAR_RANGES
		logval("nloss", ((int)now.nloss));
#endif
		;
		/* merge: printf('A MESSAGE IS LOST\\n')(61, 59, 61) */
		reached[3][59] = 1;
		Printf("A MESSAGE IS LOST\n");
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 4; goto P999; /* 4 */
	case 71: // STATE 52 - delivery.pml:469 - [rngq?_,_] (61:0:3 - 1)
		reached[3][52] = 1;
		if (q_len(now.rngq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = qrecv(now.rngq, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.rngq, XX-1, 1, 0);
		;
		qrecv(now.rngq, XX-1, 0, 0);
		qrecv(now.rngq, XX-1, 1, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rngq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(61, 57, 61) */
		reached[3][57] = 1;
		;
		/* merge: nloss = (nloss+1)(61, 58, 61) */
		reached[3][58] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.nloss);
		now.nloss = (((int)now.nloss)+1);
#ifdef VAR_RANGES
		logval("nloss", ((int)now.nloss));
#endif
		;
		/* merge: printf('A MESSAGE IS LOST\\n')(61, 59, 61) */
		reached[3][59] = 1;
		Printf("A MESSAGE IS LOST\n");
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 4; goto P999; /* 4 */
	case 72: // STATE 53 - delivery.pml:470 - [rp?_,_,_,_,_,_] (61:0:7 - 1)
		reached[3][53] = 1;
		if (q_len(now.rp) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = qrecv(now.rp, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.rp, XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.rp, XX-1, 2, 0);
		(trpt+1)->bup.ovals[3] = qrecv(now.rp, XX-1, 3, 0);
		(trpt+1)->bup.ovals[4] = qrecv(now.rp, XX-1, 4, 0);
		(trpt+1)->bup.ovals[5] = qrecv(now.rp, XX-1, 5, 0);
		;
		qrecv(now.rp, XX-1, 0, 0);
		qrecv(now.rp, XX-1, 1, 0);
		qrecv(now.rp, XX-1, 2, 0);
		qrecv(now.rp, XX-1, 3, 0);
		qrecv(now.rp, XX-1, 4, 0);
		qrecv(now.rp, XX-1, 5, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rp);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(61, 57, 61) */
		reached[3][57] = 1;
		;
		/* merge: nloss = (nloss+1)(61, 58, 61) */
		reached[3][58] = 1;
		(trpt+1)->bup.ovals[6] = ((int)now.nloss);
		now.nloss = (((int)now.nloss)+1);
#ifdef VAR_RANGES
		logval("nloss", ((int)now.nloss));
#endif
		;
		/* merge: printf('A MESSAGE IS LOST\\n')(61, 59, 61) */
		reached[3][59] = 1;
		Printf("A MESSAGE IS LOST\n");
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 4; goto P999; /* 4 */
	case 73: // STATE 54 - delivery.pml:470 - [attr?_,_,_,_,_,_,_] (61:0:8 - 1)
		reached[3][54] = 1;
		if (q_len(now.attr) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(8);
		(trpt+1)->bup.ovals[0] = qrecv(now.attr, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.attr, XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.attr, XX-1, 2, 0);
		(trpt+1)->bup.ovals[3] = qrecv(now.attr, XX-1, 3, 0);
		(trpt+1)->bup.ovals[4] = qrecv(now.attr, XX-1, 4, 0);
		(trpt+1)->bup.ovals[5] = qrecv(now.attr, XX-1, 5, 0);
		(trpt+1)->bup.ovals[6] = qrecv(now.attr, XX-1, 6, 0);
		;
		qrecv(now.attr, XX-1, 0, 0);
		qrecv(now.attr, XX-1, 1, 0);
		qrecv(now.attr, XX-1, 2, 0);
		qrecv(now.attr, XX-1, 3, 0);
		qrecv(now.attr, XX-1, 4, 0);
		qrecv(now.attr, XX-1, 5, 0);
		qrecv(now.attr, XX-1, 6, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.attr);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(61, 57, 61) */
		reached[3][57] = 1;
		;
		/* merge: nloss = (nloss+1)(61, 58, 61) */
		reached[3][58] = 1;
		(trpt+1)->bup.ovals[7] = ((int)now.nloss);
		now.nloss = (((int)now.nloss)+1);
#ifdef VAR_RANGES
		logval("nloss", ((int)now.nloss));
#endif
		;
		/* merge: printf('A MESSAGE IS LOST\\n')(61, 59, 61) */
		reached[3][59] = 1;
		Printf("A MESSAGE IS LOST\n");
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 4; goto P999; /* 4 */
	case 74: // STATE 55 - delivery.pml:470 - [rngr?_,_,_,_] (61:0:5 - 1)
		reached[3][55] = 1;
		if (q_len(now.rngr) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = qrecv(now.rngr, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.rngr, XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.rngr, XX-1, 2, 0);
		(trpt+1)->bup.ovals[3] = qrecv(now.rngr, XX-1, 3, 0);
		;
		qrecv(now.rngr, XX-1, 0, 0);
		qrecv(now.rngr, XX-1, 1, 0);
		qrecv(now.rngr, XX-1, 2, 0);
		qrecv(now.rngr, XX-1, 3, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rngr);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: .(goto)(61, 57, 61) */
		reached[3][57] = 1;
		;
		/* merge: nloss = (nloss+1)(61, 58, 61) */
		reached[3][58] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.nloss);
		now.nloss = (((int)now.nloss)+1);
#ifdef VAR_RANGES
		logval("nloss", ((int)now.nloss));
#endif
		;
		/* merge: printf('A MESSAGE IS LOST\\n')(61, 59, 61) */
		reached[3][59] = 1;
		Printf("A MESSAGE IS LOST\n");
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 4; goto P999; /* 4 */
	case 75: // STATE 58 - delivery.pml:471 - [nloss = (nloss+1)] (0:61:1 - 9)
		IfNotBlocked
		reached[3][58] = 1;
		(trpt+1)->bup.oval = ((int)now.nloss);
		now.nloss = (((int)now.nloss)+1);
#ifdef VAR_RANGES
		logval("nloss", ((int)now.nloss));
#endif
		;
		/* merge: printf('A MESSAGE IS LOST\\n')(61, 59, 61) */
		reached[3][59] = 1;
		Printf("A MESSAGE IS LOST\n");
		/* merge: .(goto)(0, 62, 61) */
		reached[3][62] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 76: // STATE 64 - delivery.pml:473 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[3][64] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Worker */
	case 77: // STATE 1 - delivery.pml:385 - [rq?n,k] (432:0:2 - 1)
		reached[2][1] = 1;
		if (q_len(now.rq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->n);
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->k);
		;
		((P2 *)_this)->n = qrecv(now.rq, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Worker:n", ((int)((P2 *)_this)->n));
#endif
		;
		((P2 *)_this)->k = qrecv(now.rq, XX-1, 1, 1);
#ifdef VAR_RANGES
		logval("Worker:k", ((int)((P2 *)_this)->k));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rq);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->n)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->k)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: printf('worker takes request %d kind %d (1 create 2 join 3 message 4 leave 5 delete 6 info)\\n',n,k)(0, 2, 432) */
		reached[2][2] = 1;
		Printf("worker takes request %d kind %d (1 create 2 join 3 message 4 leave 5 delete 6 info)\n", ((int)((P2 *)_this)->n), ((int)((P2 *)_this)->k));
		_m = 4; goto P999; /* 1 */
	case 78: // STATE 3 - delivery.pml:388 - [(odone[n])] (6:0:0 - 1)
		IfNotBlocked
		reached[2][3] = 1;
		if (!(((int)now.odone[ Index(((int)((P2 *)_this)->n), 4) ])))
			continue;
		/* merge: printf('  a repeat\\n')(0, 4, 6) */
		reached[2][4] = 1;
		Printf("  a repeat\n");
		_m = 3; goto P999; /* 1 */
	case 79: // STATE 5 - delivery.pml:390 - [on[n] = ( (((ook[n]&&(oe[n]==cur))&&alive)) -> (head[cur]) : (on[n]) )] (0:0:1 - 1)
		IfNotBlocked
		reached[2][5] = 1;
		(trpt+1)->bup.oval = ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.on[ Index(((P2 *)_this)->n, 4) ] = ( (((((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ])&&(((int)now.oe[ Index(((int)((P2 *)_this)->n), 4) ])==((int)now.cur)))&&((int)now.alive))) ? (((int)now.head[ Index(((int)now.cur), 2) ])) : (((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ])) );
#ifdef VAR_RANGES
		logval("on[Worker:n]", ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 80: // STATE 8 - delivery.pml:379 - [(((alive||!(ook[n]))||1))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][8] = 1;
		if (!(((((int)now.alive)|| !(((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ])))||1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 81: // STATE 9 - delivery.pml:379 - [rp!n,ook[n],oe[n],ofi[n],on[n],osi[n]] (496:0:3 - 1)
		IfNotBlocked
		reached[2][9] = 1;
		if (q_full(now.rp))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rp);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->n)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.oe[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.ofi[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rp, 0, ((int)((P2 *)_this)->n), ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]), ((int)now.oe[ Index(((int)((P2 *)_this)->n), 4) ]), ((int)now.ofi[ Index(((int)((P2 *)_this)->n), 4) ]), ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ]), ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ]), 0, 6);
		/* merge: .(goto)(496, 11, 496) */
		reached[2][11] = 1;
		;
		/* merge: .(goto)(496, 433, 496) */
		reached[2][433] = 1;
		;
		/* merge: n = 0(496, 434, 496) */
		reached[2][434] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->n);
		((P2 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval("Worker:n", ((int)((P2 *)_this)->n));
#endif
		;
		/* merge: k = 0(496, 435, 496) */
		reached[2][435] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->k);
		((P2 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("Worker:k", ((int)((P2 *)_this)->k));
#endif
		;
		/* merge: p = 0(496, 436, 496) */
		reached[2][436] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 2; goto P999; /* 6 */
	case 82: // STATE 13 - delivery.pml:399 - [((!(odone[n])&&(n!=(applied+1))))] (0:0:1 - 1)
		IfNotBlocked
		reached[2][13] = 1;
		if (!(( !(((int)now.odone[ Index(((int)((P2 *)_this)->n), 4) ]))&&(((int)((P2 *)_this)->n)!=(((int)now.applied)+1)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: n */  (trpt+1)->bup.oval = ((P2 *)_this)->n;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->n = 0;
		_m = 3; goto P999; /* 0 */
	case 83: // STATE 14 - delivery.pml:399 - [(1)] (496:0:3 - 1)
		IfNotBlocked
		reached[2][14] = 1;
		if (!(1))
			continue;
		/* merge: .(goto)(496, 433, 496) */
		reached[2][433] = 1;
		;
		/* merge: n = 0(496, 434, 496) */
		reached[2][434] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->n);
		((P2 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval("Worker:n", ((int)((P2 *)_this)->n));
#endif
		;
		/* merge: k = 0(496, 435, 496) */
		reached[2][435] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->k);
		((P2 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("Worker:k", ((int)((P2 *)_this)->k));
#endif
		;
		/* merge: p = 0(496, 436, 496) */
		reached[2][436] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 84: // STATE 16 - delivery.pml:401 - [applied = (applied+1)] (0:410:4 - 1)
		IfNotBlocked
		reached[2][16] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.applied);
		now.applied = (((int)now.applied)+1);
#ifdef VAR_RANGES
		logval("applied", ((int)now.applied));
#endif
		;
		/* merge: odone[n] = 1(410, 17, 410) */
		reached[2][17] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.odone[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.odone[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("odone[Worker:n]", ((int)now.odone[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: ook[n] = 0(410, 18, 410) */
		reached[2][18] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 0;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: p = 0(410, 19, 410) */
		reached[2][19] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 85: // STATE 20 - delivery.pml:403 - [((((k==1)&&!(alive))&&(cur==0)))] (75:0:3 - 1)
		IfNotBlocked
		reached[2][20] = 1;
		if (!((((((int)((P2 *)_this)->k)==1)&& !(((int)now.alive)))&&(((int)now.cur)==0))))
			continue;
		/* merge: cur = 1(75, 21, 75) */
		reached[2][21] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.cur);
		now.cur = 1;
#ifdef VAR_RANGES
		logval("cur", ((int)now.cur));
#endif
		;
		/* merge: alive = 1(75, 22, 75) */
		reached[2][22] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 1;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		/* merge: p = 1(75, 23, 75) */
		reached[2][23] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 1;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 86: // STATE 24 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:56:3 - 1)
		IfNotBlocked
		reached[2][24] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(56, 25, 56) */
		reached[2][25] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(56, 26, 56) */
		reached[2][26] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 4(56, 27, 56) */
		reached[2][27] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = 4;
#ifdef VAR_RANGES
		logval("lg[Worker:ci]", ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 87: // STATE 28 - delivery.pml:135 - [(((4==4)||(4==3)))] (61:0:5 - 1)
		IfNotBlocked
		reached[2][28] = 1;
		if (!(((4==4)||(4==3))))
			continue;
		/* merge: umem = 1(61, 29, 61) */
		reached[2][29] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(61, 30, 61) */
		reached[2][30] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(61, 31, 61) */
		reached[2][31] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P2 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(61, 32, 61) */
		reached[2][32] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (4==4)(61, 33, 61) */
		reached[2][33] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = (4==4);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 57, 61) */
		reached[2][57] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 88: // STATE 34 - delivery.pml:136 - [((4==6))] (61:0:3 - 1)
		IfNotBlocked
		reached[2][34] = 1;
		if (!((4==6)))
			continue;
		/* merge: umem = 0(61, 35, 61) */
		reached[2][35] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(61, 36, 61) */
		reached[2][36] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(61, 37, 61) */
		reached[2][37] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 57, 61) */
		reached[2][57] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 89: // STATE 38 - delivery.pml:137 - [((4==8))] (61:0:4 - 1)
		IfNotBlocked
		reached[2][38] = 1;
		if (!((4==8)))
			continue;
		/* merge: umem = 0(61, 39, 61) */
		reached[2][39] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(61, 40, 61) */
		reached[2][40] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(61, 41, 61) */
		reached[2][41] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(61, 42, 61) */
		reached[2][42] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 57, 61) */
		reached[2][57] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 90: // STATE 43 - delivery.pml:138 - [((4==9))] (51:0:2 - 1)
		IfNotBlocked
		reached[2][43] = 1;
		if (!((4==9)))
			continue;
		/* merge: adr[ci] = umem(51, 44, 51) */
		reached[2][44] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(51, 45, 51) */
		reached[2][45] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 91: // STATE 46 - delivery.pml:138 - [(umem)] (61:0:3 - 1)
		IfNotBlocked
		reached[2][46] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(61, 47, 61) */
		reached[2][47] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(61, 48, 61) */
		reached[2][48] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(61, 49, 61) */
		reached[2][49] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 52, 61) */
		reached[2][52] = 1;
		;
		/* merge: .(goto)(0, 57, 61) */
		reached[2][57] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 92: // STATE 53 - delivery.pml:139 - [(((4==1)||(4==5)))] (61:0:1 - 1)
		IfNotBlocked
		reached[2][53] = 1;
		if (!(((4==1)||(4==5))))
			continue;
		/* merge: adr[ci] = umem(0, 54, 61) */
		reached[2][54] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 57, 61) */
		reached[2][57] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 93: // STATE 58 - delivery.pml:142 - [(!(umem))] (72:0:2 - 1)
		IfNotBlocked
		reached[2][58] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(72, 59, 72) */
		reached[2][59] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(72, 62, 72) */
		reached[2][62] = 1;
		;
		/* merge: mem[ci] = umem(72, 63, 72) */
		reached[2][63] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],4)(72, 64, 72) */
		reached[2][64] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 4);
		_m = 3; goto P999; /* 4 */
	case 94: // STATE 63 - delivery.pml:143 - [mem[ci] = umem] (0:72:1 - 3)
		IfNotBlocked
		reached[2][63] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],4)(72, 64, 72) */
		reached[2][64] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 4);
		_m = 3; goto P999; /* 1 */
	case 95: // STATE 65 - delivery.pml:145 - [(wint)] (69:0:1 - 1)
		IfNotBlocked
		reached[2][65] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 66, 69) */
		reached[2][66] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 96: // STATE 67 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (415:0:2 - 1)
		IfNotBlocked
		reached[2][67] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P2 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(415, 70, 415) */
		reached[2][70] = 1;
		;
		/* merge: .(goto)(415, 73, 415) */
		reached[2][73] = 1;
		;
		/* merge: ci = 0(415, 74, 415) */
		reached[2][74] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 76, 415) */
		reached[2][76] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 97: // STATE 68 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:415:2 - 1)
		IfNotBlocked
		reached[2][68] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(415, 70, 415) */
		reached[2][70] = 1;
		;
		/* merge: .(goto)(415, 73, 415) */
		reached[2][73] = 1;
		;
		/* merge: ci = 0(415, 74, 415) */
		reached[2][74] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 76, 415) */
		reached[2][76] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 98: // STATE 74 - delivery.pml:147 - [ci = 0] (0:415:2 - 5)
		IfNotBlocked
		reached[2][74] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 76, 415) */
		reached[2][76] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 99: // STATE 77 - delivery.pml:404 - [((((k==2)&&alive)&&(head[cur]<6)))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][77] = 1;
		if (!((((((int)((P2 *)_this)->k)==2)&&((int)now.alive))&&(((int)now.head[ Index(((int)now.cur), 2) ])<6))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 100: // STATE 78 - delivery.pml:405 - [(!(umem))] (131:0:1 - 1)
		IfNotBlocked
		reached[2][78] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: p = (head[cur]+1)(0, 79, 131) */
		reached[2][79] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 101: // STATE 80 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:112:3 - 1)
		IfNotBlocked
		reached[2][80] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(112, 81, 112) */
		reached[2][81] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(112, 82, 112) */
		reached[2][82] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 3(112, 83, 112) */
		reached[2][83] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = 3;
#ifdef VAR_RANGES
		logval("lg[Worker:ci]", ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 102: // STATE 84 - delivery.pml:135 - [(((3==4)||(3==3)))] (117:0:5 - 1)
		IfNotBlocked
		reached[2][84] = 1;
		if (!(((3==4)||(3==3))))
			continue;
		/* merge: umem = 1(117, 85, 117) */
		reached[2][85] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(117, 86, 117) */
		reached[2][86] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(117, 87, 117) */
		reached[2][87] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P2 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(117, 88, 117) */
		reached[2][88] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (3==4)(117, 89, 117) */
		reached[2][89] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = (3==4);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 113, 117) */
		reached[2][113] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 103: // STATE 90 - delivery.pml:136 - [((3==6))] (117:0:3 - 1)
		IfNotBlocked
		reached[2][90] = 1;
		if (!((3==6)))
			continue;
		/* merge: umem = 0(117, 91, 117) */
		reached[2][91] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(117, 92, 117) */
		reached[2][92] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(117, 93, 117) */
		reached[2][93] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 113, 117) */
		reached[2][113] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 104: // STATE 94 - delivery.pml:137 - [((3==8))] (117:0:4 - 1)
		IfNotBlocked
		reached[2][94] = 1;
		if (!((3==8)))
			continue;
		/* merge: umem = 0(117, 95, 117) */
		reached[2][95] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(117, 96, 117) */
		reached[2][96] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(117, 97, 117) */
		reached[2][97] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(117, 98, 117) */
		reached[2][98] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 113, 117) */
		reached[2][113] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 105: // STATE 99 - delivery.pml:138 - [((3==9))] (107:0:2 - 1)
		IfNotBlocked
		reached[2][99] = 1;
		if (!((3==9)))
			continue;
		/* merge: adr[ci] = umem(107, 100, 107) */
		reached[2][100] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(107, 101, 107) */
		reached[2][101] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 106: // STATE 102 - delivery.pml:138 - [(umem)] (117:0:3 - 1)
		IfNotBlocked
		reached[2][102] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(117, 103, 117) */
		reached[2][103] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(117, 104, 117) */
		reached[2][104] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(117, 105, 117) */
		reached[2][105] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 108, 117) */
		reached[2][108] = 1;
		;
		/* merge: .(goto)(0, 113, 117) */
		reached[2][113] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 107: // STATE 109 - delivery.pml:139 - [(((3==1)||(3==5)))] (117:0:1 - 1)
		IfNotBlocked
		reached[2][109] = 1;
		if (!(((3==1)||(3==5))))
			continue;
		/* merge: adr[ci] = umem(0, 110, 117) */
		reached[2][110] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 113, 117) */
		reached[2][113] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 108: // STATE 114 - delivery.pml:142 - [(!(umem))] (128:0:2 - 1)
		IfNotBlocked
		reached[2][114] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(128, 115, 128) */
		reached[2][115] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(128, 118, 128) */
		reached[2][118] = 1;
		;
		/* merge: mem[ci] = umem(128, 119, 128) */
		reached[2][119] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],3)(128, 120, 128) */
		reached[2][120] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 3);
		_m = 3; goto P999; /* 4 */
	case 109: // STATE 119 - delivery.pml:143 - [mem[ci] = umem] (0:128:1 - 3)
		IfNotBlocked
		reached[2][119] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],3)(128, 120, 128) */
		reached[2][120] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 3);
		_m = 3; goto P999; /* 1 */
	case 110: // STATE 121 - delivery.pml:145 - [(wint)] (125:0:1 - 1)
		IfNotBlocked
		reached[2][121] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 122, 125) */
		reached[2][122] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 111: // STATE 123 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (183:0:1 - 1)
		IfNotBlocked
		reached[2][123] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P2 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(183, 126, 183) */
		reached[2][126] = 1;
		;
		/* merge: .(goto)(183, 129, 183) */
		reached[2][129] = 1;
		;
		/* merge: ci = 0(183, 130, 183) */
		reached[2][130] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		_m = 2; goto P999; /* 3 */
	case 112: // STATE 124 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:183:1 - 1)
		IfNotBlocked
		reached[2][124] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(183, 126, 183) */
		reached[2][126] = 1;
		;
		/* merge: .(goto)(183, 129, 183) */
		reached[2][129] = 1;
		;
		/* merge: ci = 0(183, 130, 183) */
		reached[2][130] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 113: // STATE 130 - delivery.pml:147 - [ci = 0] (0:183:1 - 5)
		IfNotBlocked
		reached[2][130] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 114: // STATE 132 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:164:3 - 1)
		IfNotBlocked
		reached[2][132] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(164, 133, 164) */
		reached[2][133] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(164, 134, 164) */
		reached[2][134] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 5(164, 135, 164) */
		reached[2][135] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = 5;
#ifdef VAR_RANGES
		logval("lg[Worker:ci]", ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 115: // STATE 136 - delivery.pml:135 - [(((5==4)||(5==3)))] (169:0:5 - 1)
		IfNotBlocked
		reached[2][136] = 1;
		if (!(((5==4)||(5==3))))
			continue;
		/* merge: umem = 1(169, 137, 169) */
		reached[2][137] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(169, 138, 169) */
		reached[2][138] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(169, 139, 169) */
		reached[2][139] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P2 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(169, 140, 169) */
		reached[2][140] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (5==4)(169, 141, 169) */
		reached[2][141] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = (5==4);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 165, 169) */
		reached[2][165] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 116: // STATE 142 - delivery.pml:136 - [((5==6))] (169:0:3 - 1)
		IfNotBlocked
		reached[2][142] = 1;
		if (!((5==6)))
			continue;
		/* merge: umem = 0(169, 143, 169) */
		reached[2][143] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(169, 144, 169) */
		reached[2][144] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(169, 145, 169) */
		reached[2][145] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 165, 169) */
		reached[2][165] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 117: // STATE 146 - delivery.pml:137 - [((5==8))] (169:0:4 - 1)
		IfNotBlocked
		reached[2][146] = 1;
		if (!((5==8)))
			continue;
		/* merge: umem = 0(169, 147, 169) */
		reached[2][147] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(169, 148, 169) */
		reached[2][148] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(169, 149, 169) */
		reached[2][149] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(169, 150, 169) */
		reached[2][150] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 165, 169) */
		reached[2][165] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 118: // STATE 151 - delivery.pml:138 - [((5==9))] (159:0:2 - 1)
		IfNotBlocked
		reached[2][151] = 1;
		if (!((5==9)))
			continue;
		/* merge: adr[ci] = umem(159, 152, 159) */
		reached[2][152] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(159, 153, 159) */
		reached[2][153] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 119: // STATE 154 - delivery.pml:138 - [(umem)] (169:0:3 - 1)
		IfNotBlocked
		reached[2][154] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(169, 155, 169) */
		reached[2][155] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(169, 156, 169) */
		reached[2][156] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(169, 157, 169) */
		reached[2][157] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 160, 169) */
		reached[2][160] = 1;
		;
		/* merge: .(goto)(0, 165, 169) */
		reached[2][165] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 120: // STATE 161 - delivery.pml:139 - [(((5==1)||(5==5)))] (169:0:1 - 1)
		IfNotBlocked
		reached[2][161] = 1;
		if (!(((5==1)||(5==5))))
			continue;
		/* merge: adr[ci] = umem(0, 162, 169) */
		reached[2][162] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 165, 169) */
		reached[2][165] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 121: // STATE 166 - delivery.pml:142 - [(!(umem))] (180:0:2 - 1)
		IfNotBlocked
		reached[2][166] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(180, 167, 180) */
		reached[2][167] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(180, 170, 180) */
		reached[2][170] = 1;
		;
		/* merge: mem[ci] = umem(180, 171, 180) */
		reached[2][171] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],5)(180, 172, 180) */
		reached[2][172] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 5);
		_m = 3; goto P999; /* 4 */
	case 122: // STATE 171 - delivery.pml:143 - [mem[ci] = umem] (0:180:1 - 3)
		IfNotBlocked
		reached[2][171] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],5)(180, 172, 180) */
		reached[2][172] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 5);
		_m = 3; goto P999; /* 1 */
	case 123: // STATE 173 - delivery.pml:145 - [(wint)] (177:0:1 - 1)
		IfNotBlocked
		reached[2][173] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 174, 177) */
		reached[2][174] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 124: // STATE 175 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (415:0:2 - 1)
		IfNotBlocked
		reached[2][175] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P2 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(415, 178, 415) */
		reached[2][178] = 1;
		;
		/* merge: .(goto)(415, 181, 415) */
		reached[2][181] = 1;
		;
		/* merge: ci = 0(415, 182, 415) */
		reached[2][182] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(415, 186, 415) */
		reached[2][186] = 1;
		;
		/* merge: ook[n] = 1(415, 187, 415) */
		reached[2][187] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 2; goto P999; /* 6 */
	case 125: // STATE 176 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:415:2 - 1)
		IfNotBlocked
		reached[2][176] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(415, 178, 415) */
		reached[2][178] = 1;
		;
		/* merge: .(goto)(415, 181, 415) */
		reached[2][181] = 1;
		;
		/* merge: ci = 0(415, 182, 415) */
		reached[2][182] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(415, 186, 415) */
		reached[2][186] = 1;
		;
		/* merge: ook[n] = 1(415, 187, 415) */
		reached[2][187] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 126: // STATE 182 - delivery.pml:147 - [ci = 0] (0:415:2 - 5)
		IfNotBlocked
		reached[2][182] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(415, 186, 415) */
		reached[2][186] = 1;
		;
		/* merge: ook[n] = 1(415, 187, 415) */
		reached[2][187] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 127: // STATE 187 - delivery.pml:405 - [ook[n] = 1] (0:415:1 - 3)
		IfNotBlocked
		reached[2][187] = 1;
		(trpt+1)->bup.oval = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 128: // STATE 188 - delivery.pml:406 - [(((((k==3)&&alive)&&umem)&&(head[cur]<7)))] (241:0:1 - 1)
		IfNotBlocked
		reached[2][188] = 1;
		if (!(((((((int)((P2 *)_this)->k)==3)&&((int)now.alive))&&((int)now.umem))&&(((int)now.head[ Index(((int)now.cur), 2) ])<7))))
			continue;
		/* merge: p = (head[cur]+1)(0, 189, 241) */
		reached[2][189] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 129: // STATE 190 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:222:3 - 1)
		IfNotBlocked
		reached[2][190] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(222, 191, 222) */
		reached[2][191] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(222, 192, 222) */
		reached[2][192] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 2(222, 193, 222) */
		reached[2][193] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = 2;
#ifdef VAR_RANGES
		logval("lg[Worker:ci]", ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 130: // STATE 194 - delivery.pml:135 - [(((2==4)||(2==3)))] (227:0:5 - 1)
		IfNotBlocked
		reached[2][194] = 1;
		if (!(((2==4)||(2==3))))
			continue;
		/* merge: umem = 1(227, 195, 227) */
		reached[2][195] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(227, 196, 227) */
		reached[2][196] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(227, 197, 227) */
		reached[2][197] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P2 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(227, 198, 227) */
		reached[2][198] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (2==4)(227, 199, 227) */
		reached[2][199] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = (2==4);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 223, 227) */
		reached[2][223] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 131: // STATE 200 - delivery.pml:136 - [((2==6))] (227:0:3 - 1)
		IfNotBlocked
		reached[2][200] = 1;
		if (!((2==6)))
			continue;
		/* merge: umem = 0(227, 201, 227) */
		reached[2][201] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(227, 202, 227) */
		reached[2][202] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(227, 203, 227) */
		reached[2][203] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 223, 227) */
		reached[2][223] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 132: // STATE 204 - delivery.pml:137 - [((2==8))] (227:0:4 - 1)
		IfNotBlocked
		reached[2][204] = 1;
		if (!((2==8)))
			continue;
		/* merge: umem = 0(227, 205, 227) */
		reached[2][205] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(227, 206, 227) */
		reached[2][206] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(227, 207, 227) */
		reached[2][207] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(227, 208, 227) */
		reached[2][208] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 223, 227) */
		reached[2][223] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 133: // STATE 209 - delivery.pml:138 - [((2==9))] (217:0:2 - 1)
		IfNotBlocked
		reached[2][209] = 1;
		if (!((2==9)))
			continue;
		/* merge: adr[ci] = umem(217, 210, 217) */
		reached[2][210] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(217, 211, 217) */
		reached[2][211] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 134: // STATE 212 - delivery.pml:138 - [(umem)] (227:0:3 - 1)
		IfNotBlocked
		reached[2][212] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(227, 213, 227) */
		reached[2][213] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(227, 214, 227) */
		reached[2][214] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(227, 215, 227) */
		reached[2][215] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 218, 227) */
		reached[2][218] = 1;
		;
		/* merge: .(goto)(0, 223, 227) */
		reached[2][223] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 135: // STATE 219 - delivery.pml:139 - [(((2==1)||(2==5)))] (227:0:1 - 1)
		IfNotBlocked
		reached[2][219] = 1;
		if (!(((2==1)||(2==5))))
			continue;
		/* merge: adr[ci] = umem(0, 220, 227) */
		reached[2][220] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 223, 227) */
		reached[2][223] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 136: // STATE 224 - delivery.pml:142 - [(!(umem))] (238:0:2 - 1)
		IfNotBlocked
		reached[2][224] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(238, 225, 238) */
		reached[2][225] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(238, 228, 238) */
		reached[2][228] = 1;
		;
		/* merge: mem[ci] = umem(238, 229, 238) */
		reached[2][229] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],2)(238, 230, 238) */
		reached[2][230] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 2);
		_m = 3; goto P999; /* 4 */
	case 137: // STATE 229 - delivery.pml:143 - [mem[ci] = umem] (0:238:1 - 3)
		IfNotBlocked
		reached[2][229] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],2)(238, 230, 238) */
		reached[2][230] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 2);
		_m = 3; goto P999; /* 1 */
	case 138: // STATE 231 - delivery.pml:145 - [(wint)] (235:0:1 - 1)
		IfNotBlocked
		reached[2][231] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 232, 235) */
		reached[2][232] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 139: // STATE 233 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (415:0:2 - 1)
		IfNotBlocked
		reached[2][233] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P2 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(415, 236, 415) */
		reached[2][236] = 1;
		;
		/* merge: .(goto)(415, 239, 415) */
		reached[2][239] = 1;
		;
		/* merge: ci = 0(415, 240, 415) */
		reached[2][240] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 242, 415) */
		reached[2][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 140: // STATE 234 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:415:2 - 1)
		IfNotBlocked
		reached[2][234] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(415, 236, 415) */
		reached[2][236] = 1;
		;
		/* merge: .(goto)(415, 239, 415) */
		reached[2][239] = 1;
		;
		/* merge: ci = 0(415, 240, 415) */
		reached[2][240] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 242, 415) */
		reached[2][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 141: // STATE 240 - delivery.pml:147 - [ci = 0] (0:415:2 - 5)
		IfNotBlocked
		reached[2][240] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 242, 415) */
		reached[2][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 142: // STATE 243 - delivery.pml:407 - [(((((k==4)&&alive)&&umem)&&(head[cur]<6)))] (297:0:2 - 1)
		IfNotBlocked
		reached[2][243] = 1;
		if (!(((((((int)((P2 *)_this)->k)==4)&&((int)now.alive))&&((int)now.umem))&&(((int)now.head[ Index(((int)now.cur), 2) ])<6))))
			continue;
		/* merge: p = (head[cur]+1)(297, 244, 297) */
		reached[2][244] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: osi[n] = since(297, 245, 297) */
		reached[2][245] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.osi[ Index(((P2 *)_this)->n, 4) ] = ((int)now.since);
#ifdef VAR_RANGES
		logval("osi[Worker:n]", ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 143: // STATE 246 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:278:3 - 1)
		IfNotBlocked
		reached[2][246] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(278, 247, 278) */
		reached[2][247] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(278, 248, 278) */
		reached[2][248] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 6(278, 249, 278) */
		reached[2][249] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = 6;
#ifdef VAR_RANGES
		logval("lg[Worker:ci]", ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 144: // STATE 250 - delivery.pml:135 - [(((6==4)||(6==3)))] (283:0:5 - 1)
		IfNotBlocked
		reached[2][250] = 1;
		if (!(((6==4)||(6==3))))
			continue;
		/* merge: umem = 1(283, 251, 283) */
		reached[2][251] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(283, 252, 283) */
		reached[2][252] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(283, 253, 283) */
		reached[2][253] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P2 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(283, 254, 283) */
		reached[2][254] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (6==4)(283, 255, 283) */
		reached[2][255] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = (6==4);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 279, 283) */
		reached[2][279] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 145: // STATE 256 - delivery.pml:136 - [((6==6))] (283:0:3 - 1)
		IfNotBlocked
		reached[2][256] = 1;
		if (!((6==6)))
			continue;
		/* merge: umem = 0(283, 257, 283) */
		reached[2][257] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(283, 258, 283) */
		reached[2][258] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(283, 259, 283) */
		reached[2][259] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 279, 283) */
		reached[2][279] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 146: // STATE 260 - delivery.pml:137 - [((6==8))] (283:0:4 - 1)
		IfNotBlocked
		reached[2][260] = 1;
		if (!((6==8)))
			continue;
		/* merge: umem = 0(283, 261, 283) */
		reached[2][261] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(283, 262, 283) */
		reached[2][262] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(283, 263, 283) */
		reached[2][263] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(283, 264, 283) */
		reached[2][264] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 279, 283) */
		reached[2][279] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 147: // STATE 265 - delivery.pml:138 - [((6==9))] (273:0:2 - 1)
		IfNotBlocked
		reached[2][265] = 1;
		if (!((6==9)))
			continue;
		/* merge: adr[ci] = umem(273, 266, 273) */
		reached[2][266] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(273, 267, 273) */
		reached[2][267] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 148: // STATE 268 - delivery.pml:138 - [(umem)] (283:0:3 - 1)
		IfNotBlocked
		reached[2][268] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(283, 269, 283) */
		reached[2][269] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(283, 270, 283) */
		reached[2][270] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(283, 271, 283) */
		reached[2][271] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 274, 283) */
		reached[2][274] = 1;
		;
		/* merge: .(goto)(0, 279, 283) */
		reached[2][279] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 149: // STATE 275 - delivery.pml:139 - [(((6==1)||(6==5)))] (283:0:1 - 1)
		IfNotBlocked
		reached[2][275] = 1;
		if (!(((6==1)||(6==5))))
			continue;
		/* merge: adr[ci] = umem(0, 276, 283) */
		reached[2][276] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 279, 283) */
		reached[2][279] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 150: // STATE 280 - delivery.pml:142 - [(!(umem))] (294:0:2 - 1)
		IfNotBlocked
		reached[2][280] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(294, 281, 294) */
		reached[2][281] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(294, 284, 294) */
		reached[2][284] = 1;
		;
		/* merge: mem[ci] = umem(294, 285, 294) */
		reached[2][285] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],6)(294, 286, 294) */
		reached[2][286] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 6);
		_m = 3; goto P999; /* 4 */
	case 151: // STATE 285 - delivery.pml:143 - [mem[ci] = umem] (0:294:1 - 3)
		IfNotBlocked
		reached[2][285] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],6)(294, 286, 294) */
		reached[2][286] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 6);
		_m = 3; goto P999; /* 1 */
	case 152: // STATE 287 - delivery.pml:145 - [(wint)] (291:0:1 - 1)
		IfNotBlocked
		reached[2][287] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 288, 291) */
		reached[2][288] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 153: // STATE 289 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (349:0:1 - 1)
		IfNotBlocked
		reached[2][289] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P2 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(349, 292, 349) */
		reached[2][292] = 1;
		;
		/* merge: .(goto)(349, 295, 349) */
		reached[2][295] = 1;
		;
		/* merge: ci = 0(349, 296, 349) */
		reached[2][296] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		_m = 2; goto P999; /* 3 */
	case 154: // STATE 290 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:349:1 - 1)
		IfNotBlocked
		reached[2][290] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(349, 292, 349) */
		reached[2][292] = 1;
		;
		/* merge: .(goto)(349, 295, 349) */
		reached[2][295] = 1;
		;
		/* merge: ci = 0(349, 296, 349) */
		reached[2][296] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 155: // STATE 296 - delivery.pml:147 - [ci = 0] (0:349:1 - 5)
		IfNotBlocked
		reached[2][296] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 156: // STATE 298 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:330:3 - 1)
		IfNotBlocked
		reached[2][298] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(330, 299, 330) */
		reached[2][299] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(330, 300, 330) */
		reached[2][300] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 5(330, 301, 330) */
		reached[2][301] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = 5;
#ifdef VAR_RANGES
		logval("lg[Worker:ci]", ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 157: // STATE 302 - delivery.pml:135 - [(((5==4)||(5==3)))] (335:0:5 - 1)
		IfNotBlocked
		reached[2][302] = 1;
		if (!(((5==4)||(5==3))))
			continue;
		/* merge: umem = 1(335, 303, 335) */
		reached[2][303] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(335, 304, 335) */
		reached[2][304] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(335, 305, 335) */
		reached[2][305] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P2 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(335, 306, 335) */
		reached[2][306] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (5==4)(335, 307, 335) */
		reached[2][307] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = (5==4);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 331, 335) */
		reached[2][331] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 158: // STATE 308 - delivery.pml:136 - [((5==6))] (335:0:3 - 1)
		IfNotBlocked
		reached[2][308] = 1;
		if (!((5==6)))
			continue;
		/* merge: umem = 0(335, 309, 335) */
		reached[2][309] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(335, 310, 335) */
		reached[2][310] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(335, 311, 335) */
		reached[2][311] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 331, 335) */
		reached[2][331] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 159: // STATE 312 - delivery.pml:137 - [((5==8))] (335:0:4 - 1)
		IfNotBlocked
		reached[2][312] = 1;
		if (!((5==8)))
			continue;
		/* merge: umem = 0(335, 313, 335) */
		reached[2][313] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(335, 314, 335) */
		reached[2][314] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(335, 315, 335) */
		reached[2][315] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(335, 316, 335) */
		reached[2][316] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 331, 335) */
		reached[2][331] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 160: // STATE 317 - delivery.pml:138 - [((5==9))] (325:0:2 - 1)
		IfNotBlocked
		reached[2][317] = 1;
		if (!((5==9)))
			continue;
		/* merge: adr[ci] = umem(325, 318, 325) */
		reached[2][318] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(325, 319, 325) */
		reached[2][319] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 161: // STATE 320 - delivery.pml:138 - [(umem)] (335:0:3 - 1)
		IfNotBlocked
		reached[2][320] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(335, 321, 335) */
		reached[2][321] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(335, 322, 335) */
		reached[2][322] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(335, 323, 335) */
		reached[2][323] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 326, 335) */
		reached[2][326] = 1;
		;
		/* merge: .(goto)(0, 331, 335) */
		reached[2][331] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 162: // STATE 327 - delivery.pml:139 - [(((5==1)||(5==5)))] (335:0:1 - 1)
		IfNotBlocked
		reached[2][327] = 1;
		if (!(((5==1)||(5==5))))
			continue;
		/* merge: adr[ci] = umem(0, 328, 335) */
		reached[2][328] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 331, 335) */
		reached[2][331] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 163: // STATE 332 - delivery.pml:142 - [(!(umem))] (346:0:2 - 1)
		IfNotBlocked
		reached[2][332] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(346, 333, 346) */
		reached[2][333] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(346, 336, 346) */
		reached[2][336] = 1;
		;
		/* merge: mem[ci] = umem(346, 337, 346) */
		reached[2][337] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],5)(346, 338, 346) */
		reached[2][338] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 5);
		_m = 3; goto P999; /* 4 */
	case 164: // STATE 337 - delivery.pml:143 - [mem[ci] = umem] (0:346:1 - 3)
		IfNotBlocked
		reached[2][337] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],5)(346, 338, 346) */
		reached[2][338] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 5);
		_m = 3; goto P999; /* 1 */
	case 165: // STATE 339 - delivery.pml:145 - [(wint)] (343:0:1 - 1)
		IfNotBlocked
		reached[2][339] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 340, 343) */
		reached[2][340] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 166: // STATE 341 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (415:0:2 - 1)
		IfNotBlocked
		reached[2][341] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P2 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(415, 344, 415) */
		reached[2][344] = 1;
		;
		/* merge: .(goto)(415, 347, 415) */
		reached[2][347] = 1;
		;
		/* merge: ci = 0(415, 348, 415) */
		reached[2][348] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 350, 415) */
		reached[2][350] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 167: // STATE 342 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:415:2 - 1)
		IfNotBlocked
		reached[2][342] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(415, 344, 415) */
		reached[2][344] = 1;
		;
		/* merge: .(goto)(415, 347, 415) */
		reached[2][347] = 1;
		;
		/* merge: ci = 0(415, 348, 415) */
		reached[2][348] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 350, 415) */
		reached[2][350] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 168: // STATE 348 - delivery.pml:147 - [ci = 0] (0:415:2 - 5)
		IfNotBlocked
		reached[2][348] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 350, 415) */
		reached[2][350] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 169: // STATE 351 - delivery.pml:408 - [(((((k==5)&&alive)&&umem)&&(head[cur]<7)))] (405:0:2 - 1)
		IfNotBlocked
		reached[2][351] = 1;
		if (!(((((((int)((P2 *)_this)->k)==5)&&((int)now.alive))&&((int)now.umem))&&(((int)now.head[ Index(((int)now.cur), 2) ])<7))))
			continue;
		/* merge: p = (head[cur]+1)(405, 352, 405) */
		reached[2][352] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: osi[n] = since(405, 353, 405) */
		reached[2][353] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.osi[ Index(((P2 *)_this)->n, 4) ] = ((int)now.since);
#ifdef VAR_RANGES
		logval("osi[Worker:n]", ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 170: // STATE 354 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:386:3 - 1)
		IfNotBlocked
		reached[2][354] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(386, 355, 386) */
		reached[2][355] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(386, 356, 386) */
		reached[2][356] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 9(386, 357, 386) */
		reached[2][357] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.lg[ Index(((P2 *)_this)->ci, 16) ] = 9;
#ifdef VAR_RANGES
		logval("lg[Worker:ci]", ((int)now.lg[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 171: // STATE 358 - delivery.pml:135 - [(((9==4)||(9==3)))] (391:0:5 - 1)
		IfNotBlocked
		reached[2][358] = 1;
		if (!(((9==4)||(9==3))))
			continue;
		/* merge: umem = 1(391, 359, 391) */
		reached[2][359] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(391, 360, 391) */
		reached[2][360] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(391, 361, 391) */
		reached[2][361] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P2 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(391, 362, 391) */
		reached[2][362] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (9==4)(391, 363, 391) */
		reached[2][363] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = (9==4);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 387, 391) */
		reached[2][387] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 172: // STATE 364 - delivery.pml:136 - [((9==6))] (391:0:3 - 1)
		IfNotBlocked
		reached[2][364] = 1;
		if (!((9==6)))
			continue;
		/* merge: umem = 0(391, 365, 391) */
		reached[2][365] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(391, 366, 391) */
		reached[2][366] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(391, 367, 391) */
		reached[2][367] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 387, 391) */
		reached[2][387] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 173: // STATE 368 - delivery.pml:137 - [((9==8))] (391:0:4 - 1)
		IfNotBlocked
		reached[2][368] = 1;
		if (!((9==8)))
			continue;
		/* merge: umem = 0(391, 369, 391) */
		reached[2][369] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(391, 370, 391) */
		reached[2][370] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(391, 371, 391) */
		reached[2][371] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(391, 372, 391) */
		reached[2][372] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 387, 391) */
		reached[2][387] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 174: // STATE 373 - delivery.pml:138 - [((9==9))] (381:0:2 - 1)
		IfNotBlocked
		reached[2][373] = 1;
		if (!((9==9)))
			continue;
		/* merge: adr[ci] = umem(381, 374, 381) */
		reached[2][374] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(381, 375, 381) */
		reached[2][375] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 175: // STATE 376 - delivery.pml:138 - [(umem)] (391:0:3 - 1)
		IfNotBlocked
		reached[2][376] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(391, 377, 391) */
		reached[2][377] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(391, 378, 391) */
		reached[2][378] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P2 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(391, 379, 391) */
		reached[2][379] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 382, 391) */
		reached[2][382] = 1;
		;
		/* merge: .(goto)(0, 387, 391) */
		reached[2][387] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 176: // STATE 383 - delivery.pml:139 - [(((9==1)||(9==5)))] (391:0:1 - 1)
		IfNotBlocked
		reached[2][383] = 1;
		if (!(((9==1)||(9==5))))
			continue;
		/* merge: adr[ci] = umem(0, 384, 391) */
		reached[2][384] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.adr[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Worker:ci]", ((int)now.adr[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 387, 391) */
		reached[2][387] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 177: // STATE 388 - delivery.pml:142 - [(!(umem))] (402:0:2 - 1)
		IfNotBlocked
		reached[2][388] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(402, 389, 402) */
		reached[2][389] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(402, 392, 402) */
		reached[2][392] = 1;
		;
		/* merge: mem[ci] = umem(402, 393, 402) */
		reached[2][393] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],9)(402, 394, 402) */
		reached[2][394] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 9);
		_m = 3; goto P999; /* 4 */
	case 178: // STATE 393 - delivery.pml:143 - [mem[ci] = umem] (0:402:1 - 3)
		IfNotBlocked
		reached[2][393] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]);
		now.mem[ Index(((P2 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Worker:ci]", ((int)now.mem[ Index(((int)((P2 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],9)(402, 394, 402) */
		reached[2][394] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 9);
		_m = 3; goto P999; /* 1 */
	case 179: // STATE 395 - delivery.pml:145 - [(wint)] (399:0:1 - 1)
		IfNotBlocked
		reached[2][395] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 396, 399) */
		reached[2][396] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 180: // STATE 397 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (415:0:2 - 1)
		IfNotBlocked
		reached[2][397] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P2 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(415, 400, 415) */
		reached[2][400] = 1;
		;
		/* merge: .(goto)(415, 403, 415) */
		reached[2][403] = 1;
		;
		/* merge: ci = 0(415, 404, 415) */
		reached[2][404] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 406, 415) */
		reached[2][406] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 181: // STATE 398 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:415:2 - 1)
		IfNotBlocked
		reached[2][398] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(415, 400, 415) */
		reached[2][400] = 1;
		;
		/* merge: .(goto)(415, 403, 415) */
		reached[2][403] = 1;
		;
		/* merge: ci = 0(415, 404, 415) */
		reached[2][404] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 406, 415) */
		reached[2][406] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 182: // STATE 404 - delivery.pml:147 - [ci = 0] (0:415:2 - 5)
		IfNotBlocked
		reached[2][404] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->ci);
		((P2 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Worker:ci", ((int)((P2 *)_this)->ci));
#endif
		;
		/* merge: ook[n] = 1(415, 406, 415) */
		reached[2][406] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 183: // STATE 407 - delivery.pml:409 - [((((k==6)&&alive)&&umem))] (415:0:1 - 1)
		IfNotBlocked
		reached[2][407] = 1;
		if (!((((((int)((P2 *)_this)->k)==6)&&((int)now.alive))&&((int)now.umem))))
			continue;
		/* merge: ook[n] = 1(0, 408, 415) */
		reached[2][408] = 1;
		(trpt+1)->bup.oval = ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ook[ Index(((P2 *)_this)->n, 4) ] = 1;
#ifdef VAR_RANGES
		logval("ook[Worker:n]", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 411, 415) */
		reached[2][411] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 184: // STATE 412 - delivery.pml:412 - [(((ook[n]&&(k!=4))&&(k!=5)))] (425:0:2 - 1)
		IfNotBlocked
		reached[2][412] = 1;
		if (!(((((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ])&&(((int)((P2 *)_this)->k)!=4))&&(((int)((P2 *)_this)->k)!=5))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: k */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P2 *)_this)->k;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->k = 0;
		/* merge: osi[n] = since(0, 413, 425) */
		reached[2][413] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.osi[ Index(((P2 *)_this)->n, 4) ] = ((int)now.since);
#ifdef VAR_RANGES
		logval("osi[Worker:n]", ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 416, 425) */
		reached[2][416] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 185: // STATE 417 - delivery.pml:414 - [((alive||(p!=0)))] (431:0:3 - 1)
		IfNotBlocked
		reached[2][417] = 1;
		if (!((((int)now.alive)||(((int)((P2 *)_this)->p)!=0))))
			continue;
		/* merge: oe[n] = cur(431, 418, 431) */
		reached[2][418] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.oe[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.oe[ Index(((P2 *)_this)->n, 4) ] = ((int)now.cur);
#ifdef VAR_RANGES
		logval("oe[Worker:n]", ((int)now.oe[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: ofi[n] = p(431, 419, 431) */
		reached[2][419] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ofi[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ofi[ Index(((P2 *)_this)->n, 4) ] = ((int)((P2 *)_this)->p);
#ifdef VAR_RANGES
		logval("ofi[Worker:n]", ((int)now.ofi[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: on[n] = head[cur](431, 420, 431) */
		reached[2][420] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.on[ Index(((P2 *)_this)->n, 4) ] = ((int)now.head[ Index(((int)now.cur), 2) ]);
#ifdef VAR_RANGES
		logval("on[Worker:n]", ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 426, 431) */
		reached[2][426] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 186: // STATE 422 - delivery.pml:415 - [oe[n] = 0] (0:431:3 - 1)
		IfNotBlocked
		reached[2][422] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.oe[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.oe[ Index(((P2 *)_this)->n, 4) ] = 0;
#ifdef VAR_RANGES
		logval("oe[Worker:n]", ((int)now.oe[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: ofi[n] = 0(431, 423, 431) */
		reached[2][423] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ofi[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.ofi[ Index(((P2 *)_this)->n, 4) ] = 0;
#ifdef VAR_RANGES
		logval("ofi[Worker:n]", ((int)now.ofi[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: on[n] = 0(431, 424, 431) */
		reached[2][424] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ]);
		now.on[ Index(((P2 *)_this)->n, 4) ] = 0;
#ifdef VAR_RANGES
		logval("on[Worker:n]", ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ]));
#endif
		;
		/* merge: .(goto)(0, 426, 431) */
		reached[2][426] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 187: // STATE 427 - delivery.pml:379 - [(((alive||!(ook[n]))||1))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][427] = 1;
		if (!(((((int)now.alive)|| !(((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ])))||1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 188: // STATE 428 - delivery.pml:379 - [rp!n,ook[n],oe[n],ofi[n],on[n],osi[n]] (496:0:3 - 1)
		IfNotBlocked
		reached[2][428] = 1;
		if (q_full(now.rp))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rp);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->n)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.oe[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.ofi[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ])); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rp, 0, ((int)((P2 *)_this)->n), ((int)now.ook[ Index(((int)((P2 *)_this)->n), 4) ]), ((int)now.oe[ Index(((int)((P2 *)_this)->n), 4) ]), ((int)now.ofi[ Index(((int)((P2 *)_this)->n), 4) ]), ((int)now.on[ Index(((int)((P2 *)_this)->n), 4) ]), ((int)now.osi[ Index(((int)((P2 *)_this)->n), 4) ]), 0, 6);
		/* merge: .(goto)(496, 430, 496) */
		reached[2][430] = 1;
		;
		/* merge: .(goto)(496, 433, 496) */
		reached[2][433] = 1;
		;
		/* merge: n = 0(496, 434, 496) */
		reached[2][434] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->n);
		((P2 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval("Worker:n", ((int)((P2 *)_this)->n));
#endif
		;
		/* merge: k = 0(496, 435, 496) */
		reached[2][435] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->k);
		((P2 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("Worker:k", ((int)((P2 *)_this)->k));
#endif
		;
		/* merge: p = 0(496, 436, 496) */
		reached[2][436] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 2; goto P999; /* 6 */
	case 189: // STATE 434 - delivery.pml:418 - [n = 0] (0:496:3 - 6)
		IfNotBlocked
		reached[2][434] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->n);
		((P2 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval("Worker:n", ((int)((P2 *)_this)->n));
#endif
		;
		/* merge: k = 0(496, 435, 496) */
		reached[2][435] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->k);
		((P2 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval("Worker:k", ((int)((P2 *)_this)->k));
#endif
		;
		/* merge: p = 0(496, 436, 496) */
		reached[2][436] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 190: // STATE 438 - delivery.pml:419 - [helq?r] (0:0:1 - 1)
		reached[2][438] = 1;
		if (q_len(now.helq) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->r);
		;
		((P2 *)_this)->r = qrecv(now.helq, XX-1, 0, 1);
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.helq);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->r)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 191: // STATE 439 - delivery.pml:420 - [((r>wreg))] (496:0:5 - 1)
		IfNotBlocked
		reached[2][439] = 1;
		if (!((((int)((P2 *)_this)->r)>((int)now.wreg))))
			continue;
		/* merge: wreg = r(496, 440, 496) */
		reached[2][440] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.wreg);
		now.wreg = ((int)((P2 *)_this)->r);
#ifdef VAR_RANGES
		logval("wreg", ((int)now.wreg));
#endif
		;
		/* merge: wb = 0(496, 441, 496) */
		reached[2][441] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.wb);
		now.wb = 0;
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		/* merge: wint = 0(496, 442, 496) */
		reached[2][442] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.wint);
		now.wint = 0;
#ifdef VAR_RANGES
		logval("wint", ((int)now.wint));
#endif
		;
		/* merge: wno = 0(496, 443, 496) */
		reached[2][443] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.wno);
		now.wno = 0;
#ifdef VAR_RANGES
		logval("wno", ((int)now.wno));
#endif
		;
		/* merge: printf('worker takes hello %d\\n',r)(496, 444, 496) */
		reached[2][444] = 1;
		Printf("worker takes hello %d\n", ((int)((P2 *)_this)->r));
		/* merge: .(goto)(496, 447, 496) */
		reached[2][447] = 1;
		;
		/* merge: r = 0(496, 448, 496) */
		reached[2][448] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 192: // STATE 447 - delivery.pml:420 - [.(goto)] (0:496:1 - 2)
		IfNotBlocked
		reached[2][447] = 1;
		;
		/* merge: r = 0(496, 448, 496) */
		reached[2][448] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 193: // STATE 450 - delivery.pml:421 - [attq?r,x,m,p] (0:0:4 - 1)
		reached[2][450] = 1;
		if (q_len(now.attq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->m);
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->p);
		;
		((P2 *)_this)->r = qrecv(now.attq, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		((P2 *)_this)->x = qrecv(now.attq, XX-1, 1, 0);
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		((P2 *)_this)->m = qrecv(now.attq, XX-1, 2, 0);
#ifdef VAR_RANGES
		logval("Worker:m", ((int)((P2 *)_this)->m));
#endif
		;
		((P2 *)_this)->p = qrecv(now.attq, XX-1, 3, 1);
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.attq);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->m)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->p)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 194: // STATE 451 - delivery.pml:424 - [((r!=wreg))] (453:0:0 - 1)
		IfNotBlocked
		reached[2][451] = 1;
		if (!((((int)((P2 *)_this)->r)!=((int)now.wreg))))
			continue;
		/* merge: printf('worker: attach no %d of unknown registration %d\\n',x,r)(0, 452, 453) */
		reached[2][452] = 1;
		Printf("worker: attach no %d of unknown registration %d\n", ((int)((P2 *)_this)->x), ((int)((P2 *)_this)->r));
		_m = 3; goto P999; /* 1 */
	case 195: // STATE 453 - delivery.pml:424 - [attr!x,0,wg,0,0,0,0] (496:0:5 - 1)
		IfNotBlocked
		reached[2][453] = 1;
		if (q_full(now.attr))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attr);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attr, 0, ((int)((P2 *)_this)->x), 0, ((int)now.wg), 0, 0, 0, 0, 7);
		/* merge: .(goto)(496, 470, 496) */
		reached[2][470] = 1;
		;
		/* merge: r = 0(496, 471, 496) */
		reached[2][471] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: x = 0(496, 472, 496) */
		reached[2][472] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: m = 0(496, 473, 496) */
		reached[2][473] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->m);
		((P2 *)_this)->m = 0;
#ifdef VAR_RANGES
		logval("Worker:m", ((int)((P2 *)_this)->m));
#endif
		;
		/* merge: p = 0(496, 474, 496) */
		reached[2][474] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: e = 0(496, 475, 496) */
		reached[2][475] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 2; goto P999; /* 7 */
	case 196: // STATE 454 - delivery.pml:427 - [(((r==wreg)&&(x<=wno)))] (0:0:2 - 1)
		IfNotBlocked
		reached[2][454] = 1;
		if (!(((((int)((P2 *)_this)->r)==((int)now.wreg))&&(((int)((P2 *)_this)->x)<=((int)now.wno)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: r */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P2 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->r = 0;
		if (TstOnly) return 1; /* TT */
		/* dead 1: x */  (trpt+1)->bup.ovals[1] = ((P2 *)_this)->x;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->x = 0;
		_m = 3; goto P999; /* 0 */
	case 197: // STATE 455 - delivery.pml:427 - [(1)] (496:0:5 - 1)
		IfNotBlocked
		reached[2][455] = 1;
		if (!(1))
			continue;
		/* merge: .(goto)(496, 470, 496) */
		reached[2][470] = 1;
		;
		/* merge: r = 0(496, 471, 496) */
		reached[2][471] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: x = 0(496, 472, 496) */
		reached[2][472] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: m = 0(496, 473, 496) */
		reached[2][473] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->m);
		((P2 *)_this)->m = 0;
#ifdef VAR_RANGES
		logval("Worker:m", ((int)((P2 *)_this)->m));
#endif
		;
		/* merge: p = 0(496, 474, 496) */
		reached[2][474] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: e = 0(496, 475, 496) */
		reached[2][475] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 198: // STATE 457 - delivery.pml:430 - [wno = x] (0:466:2 - 1)
		IfNotBlocked
		reached[2][457] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.wno);
		now.wno = ((int)((P2 *)_this)->x);
#ifdef VAR_RANGES
		logval("wno", ((int)now.wno));
#endif
		;
		/* merge: wint = 1(466, 458, 466) */
		reached[2][458] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.wint);
		now.wint = 1;
#ifdef VAR_RANGES
		logval("wint", ((int)now.wint));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 199: // STATE 459 - delivery.pml:435 - [(((m==0)&&alive))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][459] = 1;
		if (!(((((int)((P2 *)_this)->m)==0)&&((int)now.alive))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 200: // STATE 460 - delivery.pml:435 - [attr!x,r,wg,1,((cur*8)+head[cur]),head[cur],0] (496:0:5 - 1)
		IfNotBlocked
		reached[2][460] = 1;
		if (q_full(now.attr))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attr);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]))); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.head[ Index(((int)now.cur), 2) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attr, 0, ((int)((P2 *)_this)->x), ((int)((P2 *)_this)->r), ((int)now.wg), 1, ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ])), ((int)now.head[ Index(((int)now.cur), 2) ]), 0, 7);
		/* merge: .(goto)(496, 467, 496) */
		reached[2][467] = 1;
		;
		/* merge: printf('worker takes attach no %d mode %d: head %d.%d\\n',x,m,cur,head[cur])(496, 468, 496) */
		reached[2][468] = 1;
		Printf("worker takes attach no %d mode %d: head %d.%d\n", ((int)((P2 *)_this)->x), ((int)((P2 *)_this)->m), ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]));
		/* merge: .(goto)(496, 470, 496) */
		reached[2][470] = 1;
		;
		/* merge: r = 0(496, 471, 496) */
		reached[2][471] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: x = 0(496, 472, 496) */
		reached[2][472] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: m = 0(496, 473, 496) */
		reached[2][473] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->m);
		((P2 *)_this)->m = 0;
#ifdef VAR_RANGES
		logval("Worker:m", ((int)((P2 *)_this)->m));
#endif
		;
		/* merge: p = 0(496, 474, 496) */
		reached[2][474] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: e = 0(496, 475, 496) */
		reached[2][475] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 2; goto P999; /* 9 */
	case 201: // STATE 461 - delivery.pml:436 - [(((m==0)&&!(alive)))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][461] = 1;
		if (!(((((int)((P2 *)_this)->m)==0)&& !(((int)now.alive)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 202: // STATE 462 - delivery.pml:436 - [attr!x,r,wg,0,0,0,0] (496:0:5 - 1)
		IfNotBlocked
		reached[2][462] = 1;
		if (q_full(now.attr))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attr);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 0); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attr, 0, ((int)((P2 *)_this)->x), ((int)((P2 *)_this)->r), ((int)now.wg), 0, 0, 0, 0, 7);
		/* merge: .(goto)(496, 467, 496) */
		reached[2][467] = 1;
		;
		/* merge: printf('worker takes attach no %d mode %d: head %d.%d\\n',x,m,cur,head[cur])(496, 468, 496) */
		reached[2][468] = 1;
		Printf("worker takes attach no %d mode %d: head %d.%d\n", ((int)((P2 *)_this)->x), ((int)((P2 *)_this)->m), ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]));
		/* merge: .(goto)(496, 470, 496) */
		reached[2][470] = 1;
		;
		/* merge: r = 0(496, 471, 496) */
		reached[2][471] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: x = 0(496, 472, 496) */
		reached[2][472] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: m = 0(496, 473, 496) */
		reached[2][473] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->m);
		((P2 *)_this)->m = 0;
#ifdef VAR_RANGES
		logval("Worker:m", ((int)((P2 *)_this)->m));
#endif
		;
		/* merge: p = 0(496, 474, 496) */
		reached[2][474] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: e = 0(496, 475, 496) */
		reached[2][475] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 2; goto P999; /* 9 */
	case 203: // STATE 463 - delivery.pml:437 - [((m!=0))] (465:0:1 - 1)
		IfNotBlocked
		reached[2][463] = 1;
		if (!((((int)((P2 *)_this)->m)!=0)))
			continue;
		/* merge: e = (((p>>3)<cur)||!(alive))(0, 464, 465) */
		reached[2][464] = 1;
		(trpt+1)->bup.oval = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = (((((int)((P2 *)_this)->p)>>3)<((int)now.cur))|| !(((int)now.alive)));
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 204: // STATE 465 - delivery.pml:437 - [attr!x,r,wg,1,p,head[(p>>3)],e] (496:0:5 - 1)
		IfNotBlocked
		reached[2][465] = 1;
		if (q_full(now.attr))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.attr);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", 1); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->p)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.head[ Index((((int)((P2 *)_this)->p)>>3), 2) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->e)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.attr, 0, ((int)((P2 *)_this)->x), ((int)((P2 *)_this)->r), ((int)now.wg), 1, ((int)((P2 *)_this)->p), ((int)now.head[ Index((((int)((P2 *)_this)->p)>>3), 2) ]), ((int)((P2 *)_this)->e), 7);
		/* merge: .(goto)(496, 467, 496) */
		reached[2][467] = 1;
		;
		/* merge: printf('worker takes attach no %d mode %d: head %d.%d\\n',x,m,cur,head[cur])(496, 468, 496) */
		reached[2][468] = 1;
		Printf("worker takes attach no %d mode %d: head %d.%d\n", ((int)((P2 *)_this)->x), ((int)((P2 *)_this)->m), ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]));
		/* merge: .(goto)(496, 470, 496) */
		reached[2][470] = 1;
		;
		/* merge: r = 0(496, 471, 496) */
		reached[2][471] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: x = 0(496, 472, 496) */
		reached[2][472] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: m = 0(496, 473, 496) */
		reached[2][473] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->m);
		((P2 *)_this)->m = 0;
#ifdef VAR_RANGES
		logval("Worker:m", ((int)((P2 *)_this)->m));
#endif
		;
		/* merge: p = 0(496, 474, 496) */
		reached[2][474] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: e = 0(496, 475, 496) */
		reached[2][475] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 2; goto P999; /* 9 */
	case 205: // STATE 468 - delivery.pml:439 - [printf('worker takes attach no %d mode %d: head %d.%d\\n',x,m,cur,head[cur])] (0:496:5 - 4)
		IfNotBlocked
		reached[2][468] = 1;
		Printf("worker takes attach no %d mode %d: head %d.%d\n", ((int)((P2 *)_this)->x), ((int)((P2 *)_this)->m), ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]));
		/* merge: .(goto)(496, 470, 496) */
		reached[2][470] = 1;
		;
		/* merge: r = 0(496, 471, 496) */
		reached[2][471] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: x = 0(496, 472, 496) */
		reached[2][472] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: m = 0(496, 473, 496) */
		reached[2][473] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->m);
		((P2 *)_this)->m = 0;
#ifdef VAR_RANGES
		logval("Worker:m", ((int)((P2 *)_this)->m));
#endif
		;
		/* merge: p = 0(496, 474, 496) */
		reached[2][474] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: e = 0(496, 475, 496) */
		reached[2][475] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 206: // STATE 471 - delivery.pml:440 - [r = 0] (0:496:5 - 4)
		IfNotBlocked
		reached[2][471] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: x = 0(496, 472, 496) */
		reached[2][472] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: m = 0(496, 473, 496) */
		reached[2][473] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->m);
		((P2 *)_this)->m = 0;
#ifdef VAR_RANGES
		logval("Worker:m", ((int)((P2 *)_this)->m));
#endif
		;
		/* merge: p = 0(496, 474, 496) */
		reached[2][474] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: e = 0(496, 475, 496) */
		reached[2][475] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 207: // STATE 477 - delivery.pml:444 - [offq?r,x] (0:0:2 - 1)
		reached[2][477] = 1;
		if (q_len(now.offq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		;
		((P2 *)_this)->r = qrecv(now.offq, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		((P2 *)_this)->x = qrecv(now.offq, XX-1, 1, 1);
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.offq);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->r)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->x)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 208: // STATE 478 - delivery.pml:449 - [(((r==wreg)&&(x>wno)))] (496:0:5 - 1)
		IfNotBlocked
		reached[2][478] = 1;
		if (!(((((int)((P2 *)_this)->r)==((int)now.wreg))&&(((int)((P2 *)_this)->x)>((int)now.wno)))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: r */  (trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((P2 *)_this)->r;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P2 *)_this)->r = 0;
		/* merge: wno = x(496, 479, 496) */
		reached[2][479] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.wno);
		now.wno = ((int)((P2 *)_this)->x);
#ifdef VAR_RANGES
		logval("wno", ((int)now.wno));
#endif
		;
		/* merge: wint = 0(496, 480, 496) */
		reached[2][480] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.wint);
		now.wint = 0;
#ifdef VAR_RANGES
		logval("wint", ((int)now.wint));
#endif
		;
		/* merge: printf('worker takes detach no %d\\n',x)(496, 481, 496) */
		reached[2][481] = 1;
		Printf("worker takes detach no %d\n", ((int)((P2 *)_this)->x));
		/* merge: .(goto)(496, 484, 496) */
		reached[2][484] = 1;
		;
		/* merge: r = 0(496, 485, 496) */
		reached[2][485] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: x = 0(496, 486, 496) */
		reached[2][486] = 1;
		(trpt+1)->bup.ovals[4] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 209: // STATE 485 - delivery.pml:452 - [r = 0] (0:496:2 - 3)
		IfNotBlocked
		reached[2][485] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->r);
		((P2 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Worker:r", ((int)((P2 *)_this)->r));
#endif
		;
		/* merge: x = 0(496, 486, 496) */
		reached[2][486] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 210: // STATE 488 - delivery.pml:453 - [rngq?x,p] (490:0:3 - 1)
		reached[2][488] = 1;
		if (q_len(now.rngq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->x);
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->p);
		;
		((P2 *)_this)->x = qrecv(now.rngq, XX-1, 0, 0);
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		((P2 *)_this)->p = qrecv(now.rngq, XX-1, 1, 1);
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rngq);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->p)); strcat(simvals, simtmp);		}
#endif
		;
		/* merge: e = (((p>>3)<cur)||!(alive))(0, 489, 490) */
		reached[2][489] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = (((((int)((P2 *)_this)->p)>>3)<((int)now.cur))|| !(((int)now.alive)));
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		_m = 4; goto P999; /* 1 */
	case 211: // STATE 490 - delivery.pml:453 - [rngr!x,(p>>3),head[(p>>3)],e] (496:0:3 - 1)
		IfNotBlocked
		reached[2][490] = 1;
		if (q_full(now.rngr))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.rngr);
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->x)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", (((int)((P2 *)_this)->p)>>3)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.head[ Index((((int)((P2 *)_this)->p)>>3), 2) ])); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P2 *)_this)->e)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.rngr, 0, ((int)((P2 *)_this)->x), (((int)((P2 *)_this)->p)>>3), ((int)now.head[ Index((((int)((P2 *)_this)->p)>>3), 2) ]), ((int)((P2 *)_this)->e), 0, 0, 0, 4);
		/* merge: printf('worker answers RANGE: epoch %d head %d ended %d\\n',(p>>3),head[(p>>3)],e)(496, 491, 496) */
		reached[2][491] = 1;
		Printf("worker answers RANGE: epoch %d head %d ended %d\n", (((int)((P2 *)_this)->p)>>3), ((int)now.head[ Index((((int)((P2 *)_this)->p)>>3), 2) ]), ((int)((P2 *)_this)->e));
		/* merge: x = 0(496, 492, 496) */
		reached[2][492] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P2 *)_this)->x);
		((P2 *)_this)->x = 0;
#ifdef VAR_RANGES
		logval("Worker:x", ((int)((P2 *)_this)->x));
#endif
		;
		/* merge: p = 0(496, 493, 496) */
		reached[2][493] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P2 *)_this)->p);
		((P2 *)_this)->p = 0;
#ifdef VAR_RANGES
		logval("Worker:p", ((int)((P2 *)_this)->p));
#endif
		;
		/* merge: e = 0(496, 494, 496) */
		reached[2][494] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P2 *)_this)->e);
		((P2 *)_this)->e = 0;
#ifdef VAR_RANGES
		logval("Worker:e", ((int)((P2 *)_this)->e));
#endif
		;
		/* merge: .(goto)(0, 497, 496) */
		reached[2][497] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 212: // STATE 499 - delivery.pml:455 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[2][499] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Others */
	case 213: // STATE 1 - delivery.pml:352 - [(((((noth<2)&&!(done))&&alive)&&(head[cur]<7)))] (213:0:1 - 1)
		IfNotBlocked
		reached[1][1] = 1;
		if (!(((((((int)now.noth)<2)&& !(((int)now.done)))&&((int)now.alive))&&(((int)now.head[ Index(((int)now.cur), 2) ])<7))))
			continue;
		/* merge: noth = (noth+1)(0, 2, 213) */
		reached[1][2] = 1;
		(trpt+1)->bup.oval = ((int)now.noth);
		now.noth = (((int)now.noth)+1);
#ifdef VAR_RANGES
		logval("noth", ((int)now.noth));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 214: // STATE 3 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:35:3 - 1)
		IfNotBlocked
		reached[1][3] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(35, 4, 35) */
		reached[1][4] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(35, 5, 35) */
		reached[1][5] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 1(35, 6, 35) */
		reached[1][6] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("lg[Others:ci]", ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 215: // STATE 7 - delivery.pml:135 - [(((1==4)||(1==3)))] (40:0:5 - 1)
		IfNotBlocked
		reached[1][7] = 1;
		if (!(((1==4)||(1==3))))
			continue;
		/* merge: umem = 1(40, 8, 40) */
		reached[1][8] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(40, 9, 40) */
		reached[1][9] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(40, 10, 40) */
		reached[1][10] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P1 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(40, 11, 40) */
		reached[1][11] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (1==4)(40, 12, 40) */
		reached[1][12] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = (1==4);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 36, 40) */
		reached[1][36] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 216: // STATE 13 - delivery.pml:136 - [((1==6))] (40:0:3 - 1)
		IfNotBlocked
		reached[1][13] = 1;
		if (!((1==6)))
			continue;
		/* merge: umem = 0(40, 14, 40) */
		reached[1][14] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(40, 15, 40) */
		reached[1][15] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(40, 16, 40) */
		reached[1][16] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 36, 40) */
		reached[1][36] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 217: // STATE 17 - delivery.pml:137 - [((1==8))] (40:0:4 - 1)
		IfNotBlocked
		reached[1][17] = 1;
		if (!((1==8)))
			continue;
		/* merge: umem = 0(40, 18, 40) */
		reached[1][18] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(40, 19, 40) */
		reached[1][19] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(40, 20, 40) */
		reached[1][20] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(40, 21, 40) */
		reached[1][21] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 36, 40) */
		reached[1][36] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 218: // STATE 22 - delivery.pml:138 - [((1==9))] (30:0:2 - 1)
		IfNotBlocked
		reached[1][22] = 1;
		if (!((1==9)))
			continue;
		/* merge: adr[ci] = umem(30, 23, 30) */
		reached[1][23] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(30, 24, 30) */
		reached[1][24] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 219: // STATE 25 - delivery.pml:138 - [(umem)] (40:0:3 - 1)
		IfNotBlocked
		reached[1][25] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(40, 26, 40) */
		reached[1][26] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(40, 27, 40) */
		reached[1][27] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(40, 28, 40) */
		reached[1][28] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 31, 40) */
		reached[1][31] = 1;
		;
		/* merge: .(goto)(0, 36, 40) */
		reached[1][36] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 220: // STATE 32 - delivery.pml:139 - [(((1==1)||(1==5)))] (40:0:1 - 1)
		IfNotBlocked
		reached[1][32] = 1;
		if (!(((1==1)||(1==5))))
			continue;
		/* merge: adr[ci] = umem(0, 33, 40) */
		reached[1][33] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 36, 40) */
		reached[1][36] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 221: // STATE 37 - delivery.pml:142 - [(!(umem))] (51:0:2 - 1)
		IfNotBlocked
		reached[1][37] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(51, 38, 51) */
		reached[1][38] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(51, 41, 51) */
		reached[1][41] = 1;
		;
		/* merge: mem[ci] = umem(51, 42, 51) */
		reached[1][42] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],1)(51, 43, 51) */
		reached[1][43] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 1);
		_m = 3; goto P999; /* 4 */
	case 222: // STATE 42 - delivery.pml:143 - [mem[ci] = umem] (0:51:1 - 3)
		IfNotBlocked
		reached[1][42] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],1)(51, 43, 51) */
		reached[1][43] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 1);
		_m = 3; goto P999; /* 1 */
	case 223: // STATE 44 - delivery.pml:145 - [(wint)] (48:0:1 - 1)
		IfNotBlocked
		reached[1][44] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 45, 48) */
		reached[1][45] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 224: // STATE 46 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (378:0:1 - 1)
		IfNotBlocked
		reached[1][46] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P1 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(378, 49, 378) */
		reached[1][49] = 1;
		;
		/* merge: .(goto)(378, 52, 378) */
		reached[1][52] = 1;
		;
		/* merge: ci = 0(378, 53, 378) */
		reached[1][53] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 225: // STATE 47 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:378:1 - 1)
		IfNotBlocked
		reached[1][47] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(378, 49, 378) */
		reached[1][49] = 1;
		;
		/* merge: .(goto)(378, 52, 378) */
		reached[1][52] = 1;
		;
		/* merge: ci = 0(378, 53, 378) */
		reached[1][53] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 226: // STATE 53 - delivery.pml:147 - [ci = 0] (0:378:1 - 5)
		IfNotBlocked
		reached[1][53] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 227: // STATE 214 - delivery.pml:358 - [.(goto)] (0:378:0 - 4)
		IfNotBlocked
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 228: // STATE 55 - delivery.pml:355 - [((1&&!(umem)))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][55] = 1;
		if (!((1&& !(((int)now.umem)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 229: // STATE 56 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:88:3 - 1)
		IfNotBlocked
		reached[1][56] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(88, 57, 88) */
		reached[1][57] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(88, 58, 88) */
		reached[1][58] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 4(88, 59, 88) */
		reached[1][59] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = 4;
#ifdef VAR_RANGES
		logval("lg[Others:ci]", ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 230: // STATE 60 - delivery.pml:135 - [(((4==4)||(4==3)))] (93:0:5 - 1)
		IfNotBlocked
		reached[1][60] = 1;
		if (!(((4==4)||(4==3))))
			continue;
		/* merge: umem = 1(93, 61, 93) */
		reached[1][61] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(93, 62, 93) */
		reached[1][62] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(93, 63, 93) */
		reached[1][63] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P1 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(93, 64, 93) */
		reached[1][64] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (4==4)(93, 65, 93) */
		reached[1][65] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = (4==4);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 89, 93) */
		reached[1][89] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 231: // STATE 66 - delivery.pml:136 - [((4==6))] (93:0:3 - 1)
		IfNotBlocked
		reached[1][66] = 1;
		if (!((4==6)))
			continue;
		/* merge: umem = 0(93, 67, 93) */
		reached[1][67] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(93, 68, 93) */
		reached[1][68] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(93, 69, 93) */
		reached[1][69] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 89, 93) */
		reached[1][89] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 232: // STATE 70 - delivery.pml:137 - [((4==8))] (93:0:4 - 1)
		IfNotBlocked
		reached[1][70] = 1;
		if (!((4==8)))
			continue;
		/* merge: umem = 0(93, 71, 93) */
		reached[1][71] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(93, 72, 93) */
		reached[1][72] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(93, 73, 93) */
		reached[1][73] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(93, 74, 93) */
		reached[1][74] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 89, 93) */
		reached[1][89] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 233: // STATE 75 - delivery.pml:138 - [((4==9))] (83:0:2 - 1)
		IfNotBlocked
		reached[1][75] = 1;
		if (!((4==9)))
			continue;
		/* merge: adr[ci] = umem(83, 76, 83) */
		reached[1][76] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(83, 77, 83) */
		reached[1][77] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 234: // STATE 78 - delivery.pml:138 - [(umem)] (93:0:3 - 1)
		IfNotBlocked
		reached[1][78] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(93, 79, 93) */
		reached[1][79] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(93, 80, 93) */
		reached[1][80] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(93, 81, 93) */
		reached[1][81] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 84, 93) */
		reached[1][84] = 1;
		;
		/* merge: .(goto)(0, 89, 93) */
		reached[1][89] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 235: // STATE 85 - delivery.pml:139 - [(((4==1)||(4==5)))] (93:0:1 - 1)
		IfNotBlocked
		reached[1][85] = 1;
		if (!(((4==1)||(4==5))))
			continue;
		/* merge: adr[ci] = umem(0, 86, 93) */
		reached[1][86] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 89, 93) */
		reached[1][89] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 236: // STATE 90 - delivery.pml:142 - [(!(umem))] (104:0:2 - 1)
		IfNotBlocked
		reached[1][90] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(104, 91, 104) */
		reached[1][91] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(104, 94, 104) */
		reached[1][94] = 1;
		;
		/* merge: mem[ci] = umem(104, 95, 104) */
		reached[1][95] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],4)(104, 96, 104) */
		reached[1][96] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 4);
		_m = 3; goto P999; /* 4 */
	case 237: // STATE 95 - delivery.pml:143 - [mem[ci] = umem] (0:104:1 - 3)
		IfNotBlocked
		reached[1][95] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],4)(104, 96, 104) */
		reached[1][96] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 4);
		_m = 3; goto P999; /* 1 */
	case 238: // STATE 97 - delivery.pml:145 - [(wint)] (101:0:1 - 1)
		IfNotBlocked
		reached[1][97] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 98, 101) */
		reached[1][98] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 239: // STATE 99 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (378:0:1 - 1)
		IfNotBlocked
		reached[1][99] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P1 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(378, 102, 378) */
		reached[1][102] = 1;
		;
		/* merge: .(goto)(378, 105, 378) */
		reached[1][105] = 1;
		;
		/* merge: ci = 0(378, 106, 378) */
		reached[1][106] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 240: // STATE 100 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:378:1 - 1)
		IfNotBlocked
		reached[1][100] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(378, 102, 378) */
		reached[1][102] = 1;
		;
		/* merge: .(goto)(378, 105, 378) */
		reached[1][105] = 1;
		;
		/* merge: ci = 0(378, 106, 378) */
		reached[1][106] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 241: // STATE 106 - delivery.pml:147 - [ci = 0] (0:378:1 - 5)
		IfNotBlocked
		reached[1][106] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 242: // STATE 108 - delivery.pml:356 - [(umem)] (0:0:0 - 1)
		IfNotBlocked
		reached[1][108] = 1;
		if (!(((int)now.umem)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 243: // STATE 109 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:141:3 - 1)
		IfNotBlocked
		reached[1][109] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(141, 110, 141) */
		reached[1][110] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(141, 111, 141) */
		reached[1][111] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 8(141, 112, 141) */
		reached[1][112] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = 8;
#ifdef VAR_RANGES
		logval("lg[Others:ci]", ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 244: // STATE 113 - delivery.pml:135 - [(((8==4)||(8==3)))] (146:0:5 - 1)
		IfNotBlocked
		reached[1][113] = 1;
		if (!(((8==4)||(8==3))))
			continue;
		/* merge: umem = 1(146, 114, 146) */
		reached[1][114] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(146, 115, 146) */
		reached[1][115] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(146, 116, 146) */
		reached[1][116] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P1 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(146, 117, 146) */
		reached[1][117] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (8==4)(146, 118, 146) */
		reached[1][118] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = (8==4);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 142, 146) */
		reached[1][142] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 245: // STATE 119 - delivery.pml:136 - [((8==6))] (146:0:3 - 1)
		IfNotBlocked
		reached[1][119] = 1;
		if (!((8==6)))
			continue;
		/* merge: umem = 0(146, 120, 146) */
		reached[1][120] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(146, 121, 146) */
		reached[1][121] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(146, 122, 146) */
		reached[1][122] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 142, 146) */
		reached[1][142] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 246: // STATE 123 - delivery.pml:137 - [((8==8))] (146:0:4 - 1)
		IfNotBlocked
		reached[1][123] = 1;
		if (!((8==8)))
			continue;
		/* merge: umem = 0(146, 124, 146) */
		reached[1][124] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(146, 125, 146) */
		reached[1][125] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(146, 126, 146) */
		reached[1][126] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(146, 127, 146) */
		reached[1][127] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 142, 146) */
		reached[1][142] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 247: // STATE 128 - delivery.pml:138 - [((8==9))] (136:0:2 - 1)
		IfNotBlocked
		reached[1][128] = 1;
		if (!((8==9)))
			continue;
		/* merge: adr[ci] = umem(136, 129, 136) */
		reached[1][129] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(136, 130, 136) */
		reached[1][130] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 248: // STATE 131 - delivery.pml:138 - [(umem)] (146:0:3 - 1)
		IfNotBlocked
		reached[1][131] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(146, 132, 146) */
		reached[1][132] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(146, 133, 146) */
		reached[1][133] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(146, 134, 146) */
		reached[1][134] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 137, 146) */
		reached[1][137] = 1;
		;
		/* merge: .(goto)(0, 142, 146) */
		reached[1][142] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 249: // STATE 138 - delivery.pml:139 - [(((8==1)||(8==5)))] (146:0:1 - 1)
		IfNotBlocked
		reached[1][138] = 1;
		if (!(((8==1)||(8==5))))
			continue;
		/* merge: adr[ci] = umem(0, 139, 146) */
		reached[1][139] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 142, 146) */
		reached[1][142] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 250: // STATE 143 - delivery.pml:142 - [(!(umem))] (157:0:2 - 1)
		IfNotBlocked
		reached[1][143] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(157, 144, 157) */
		reached[1][144] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(157, 147, 157) */
		reached[1][147] = 1;
		;
		/* merge: mem[ci] = umem(157, 148, 157) */
		reached[1][148] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],8)(157, 149, 157) */
		reached[1][149] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 8);
		_m = 3; goto P999; /* 4 */
	case 251: // STATE 148 - delivery.pml:143 - [mem[ci] = umem] (0:157:1 - 3)
		IfNotBlocked
		reached[1][148] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],8)(157, 149, 157) */
		reached[1][149] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 8);
		_m = 3; goto P999; /* 1 */
	case 252: // STATE 150 - delivery.pml:145 - [(wint)] (154:0:1 - 1)
		IfNotBlocked
		reached[1][150] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 151, 154) */
		reached[1][151] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 253: // STATE 152 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (378:0:1 - 1)
		IfNotBlocked
		reached[1][152] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P1 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(378, 155, 378) */
		reached[1][155] = 1;
		;
		/* merge: .(goto)(378, 158, 378) */
		reached[1][158] = 1;
		;
		/* merge: ci = 0(378, 159, 378) */
		reached[1][159] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 254: // STATE 153 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:378:1 - 1)
		IfNotBlocked
		reached[1][153] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(378, 155, 378) */
		reached[1][155] = 1;
		;
		/* merge: .(goto)(378, 158, 378) */
		reached[1][158] = 1;
		;
		/* merge: ci = 0(378, 159, 378) */
		reached[1][159] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 255: // STATE 159 - delivery.pml:147 - [ci = 0] (0:378:1 - 5)
		IfNotBlocked
		reached[1][159] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 256: // STATE 161 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:193:3 - 1)
		IfNotBlocked
		reached[1][161] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(193, 162, 193) */
		reached[1][162] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(193, 163, 193) */
		reached[1][163] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 9(193, 164, 193) */
		reached[1][164] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = 9;
#ifdef VAR_RANGES
		logval("lg[Others:ci]", ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 257: // STATE 165 - delivery.pml:135 - [(((9==4)||(9==3)))] (198:0:5 - 1)
		IfNotBlocked
		reached[1][165] = 1;
		if (!(((9==4)||(9==3))))
			continue;
		/* merge: umem = 1(198, 166, 198) */
		reached[1][166] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(198, 167, 198) */
		reached[1][167] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(198, 168, 198) */
		reached[1][168] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P1 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(198, 169, 198) */
		reached[1][169] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (9==4)(198, 170, 198) */
		reached[1][170] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = (9==4);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 194, 198) */
		reached[1][194] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 258: // STATE 171 - delivery.pml:136 - [((9==6))] (198:0:3 - 1)
		IfNotBlocked
		reached[1][171] = 1;
		if (!((9==6)))
			continue;
		/* merge: umem = 0(198, 172, 198) */
		reached[1][172] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(198, 173, 198) */
		reached[1][173] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(198, 174, 198) */
		reached[1][174] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 194, 198) */
		reached[1][194] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 259: // STATE 175 - delivery.pml:137 - [((9==8))] (198:0:4 - 1)
		IfNotBlocked
		reached[1][175] = 1;
		if (!((9==8)))
			continue;
		/* merge: umem = 0(198, 176, 198) */
		reached[1][176] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(198, 177, 198) */
		reached[1][177] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(198, 178, 198) */
		reached[1][178] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(198, 179, 198) */
		reached[1][179] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 194, 198) */
		reached[1][194] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 260: // STATE 180 - delivery.pml:138 - [((9==9))] (188:0:2 - 1)
		IfNotBlocked
		reached[1][180] = 1;
		if (!((9==9)))
			continue;
		/* merge: adr[ci] = umem(188, 181, 188) */
		reached[1][181] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(188, 182, 188) */
		reached[1][182] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 261: // STATE 183 - delivery.pml:138 - [(umem)] (198:0:3 - 1)
		IfNotBlocked
		reached[1][183] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(198, 184, 198) */
		reached[1][184] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(198, 185, 198) */
		reached[1][185] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(198, 186, 198) */
		reached[1][186] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 189, 198) */
		reached[1][189] = 1;
		;
		/* merge: .(goto)(0, 194, 198) */
		reached[1][194] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 262: // STATE 190 - delivery.pml:139 - [(((9==1)||(9==5)))] (198:0:1 - 1)
		IfNotBlocked
		reached[1][190] = 1;
		if (!(((9==1)||(9==5))))
			continue;
		/* merge: adr[ci] = umem(0, 191, 198) */
		reached[1][191] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 194, 198) */
		reached[1][194] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 263: // STATE 195 - delivery.pml:142 - [(!(umem))] (209:0:2 - 1)
		IfNotBlocked
		reached[1][195] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(209, 196, 209) */
		reached[1][196] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(209, 199, 209) */
		reached[1][199] = 1;
		;
		/* merge: mem[ci] = umem(209, 200, 209) */
		reached[1][200] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],9)(209, 201, 209) */
		reached[1][201] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 9);
		_m = 3; goto P999; /* 4 */
	case 264: // STATE 200 - delivery.pml:143 - [mem[ci] = umem] (0:209:1 - 3)
		IfNotBlocked
		reached[1][200] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],9)(209, 201, 209) */
		reached[1][201] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 9);
		_m = 3; goto P999; /* 1 */
	case 265: // STATE 202 - delivery.pml:145 - [(wint)] (206:0:1 - 1)
		IfNotBlocked
		reached[1][202] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 203, 206) */
		reached[1][203] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 266: // STATE 204 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (378:0:1 - 1)
		IfNotBlocked
		reached[1][204] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P1 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(378, 207, 378) */
		reached[1][207] = 1;
		;
		/* merge: .(goto)(378, 210, 378) */
		reached[1][210] = 1;
		;
		/* merge: ci = 0(378, 211, 378) */
		reached[1][211] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 267: // STATE 205 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:378:1 - 1)
		IfNotBlocked
		reached[1][205] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(378, 207, 378) */
		reached[1][207] = 1;
		;
		/* merge: .(goto)(378, 210, 378) */
		reached[1][210] = 1;
		;
		/* merge: ci = 0(378, 211, 378) */
		reached[1][211] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 268: // STATE 211 - delivery.pml:147 - [ci = 0] (0:378:1 - 5)
		IfNotBlocked
		reached[1][211] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 214, 378) */
		reached[1][214] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 269: // STATE 216 - delivery.pml:359 - [(((((noth<2)&&!(done))&&!(alive))&&(cur==0)))] (325:0:3 - 1)
		IfNotBlocked
		reached[1][216] = 1;
		if (!(((((((int)now.noth)<2)&& !(((int)now.done)))&& !(((int)now.alive)))&&(((int)now.cur)==0))))
			continue;
		/* merge: noth = (noth+1)(325, 217, 325) */
		reached[1][217] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.noth);
		now.noth = (((int)now.noth)+1);
#ifdef VAR_RANGES
		logval("noth", ((int)now.noth));
#endif
		;
		/* merge: cur = 1(325, 218, 325) */
		reached[1][218] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.cur);
		now.cur = 1;
#ifdef VAR_RANGES
		logval("cur", ((int)now.cur));
#endif
		;
		/* merge: alive = 1(325, 219, 325) */
		reached[1][219] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.alive);
		now.alive = 1;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 270: // STATE 220 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:252:3 - 1)
		IfNotBlocked
		reached[1][220] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(252, 221, 252) */
		reached[1][221] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(252, 222, 252) */
		reached[1][222] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 10(252, 223, 252) */
		reached[1][223] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = 10;
#ifdef VAR_RANGES
		logval("lg[Others:ci]", ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 271: // STATE 224 - delivery.pml:135 - [(((10==4)||(10==3)))] (257:0:5 - 1)
		IfNotBlocked
		reached[1][224] = 1;
		if (!(((10==4)||(10==3))))
			continue;
		/* merge: umem = 1(257, 225, 257) */
		reached[1][225] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(257, 226, 257) */
		reached[1][226] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(257, 227, 257) */
		reached[1][227] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P1 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(257, 228, 257) */
		reached[1][228] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (10==4)(257, 229, 257) */
		reached[1][229] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = (10==4);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 253, 257) */
		reached[1][253] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 272: // STATE 230 - delivery.pml:136 - [((10==6))] (257:0:3 - 1)
		IfNotBlocked
		reached[1][230] = 1;
		if (!((10==6)))
			continue;
		/* merge: umem = 0(257, 231, 257) */
		reached[1][231] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(257, 232, 257) */
		reached[1][232] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(257, 233, 257) */
		reached[1][233] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 253, 257) */
		reached[1][253] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 273: // STATE 234 - delivery.pml:137 - [((10==8))] (257:0:4 - 1)
		IfNotBlocked
		reached[1][234] = 1;
		if (!((10==8)))
			continue;
		/* merge: umem = 0(257, 235, 257) */
		reached[1][235] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(257, 236, 257) */
		reached[1][236] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(257, 237, 257) */
		reached[1][237] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(257, 238, 257) */
		reached[1][238] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 253, 257) */
		reached[1][253] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 274: // STATE 239 - delivery.pml:138 - [((10==9))] (247:0:2 - 1)
		IfNotBlocked
		reached[1][239] = 1;
		if (!((10==9)))
			continue;
		/* merge: adr[ci] = umem(247, 240, 247) */
		reached[1][240] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(247, 241, 247) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 275: // STATE 242 - delivery.pml:138 - [(umem)] (257:0:3 - 1)
		IfNotBlocked
		reached[1][242] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(257, 243, 257) */
		reached[1][243] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(257, 244, 257) */
		reached[1][244] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(257, 245, 257) */
		reached[1][245] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 248, 257) */
		reached[1][248] = 1;
		;
		/* merge: .(goto)(0, 253, 257) */
		reached[1][253] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 276: // STATE 249 - delivery.pml:139 - [(((10==1)||(10==5)))] (257:0:1 - 1)
		IfNotBlocked
		reached[1][249] = 1;
		if (!(((10==1)||(10==5))))
			continue;
		/* merge: adr[ci] = umem(0, 250, 257) */
		reached[1][250] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 253, 257) */
		reached[1][253] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 277: // STATE 254 - delivery.pml:142 - [(!(umem))] (268:0:2 - 1)
		IfNotBlocked
		reached[1][254] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(268, 255, 268) */
		reached[1][255] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(268, 258, 268) */
		reached[1][258] = 1;
		;
		/* merge: mem[ci] = umem(268, 259, 268) */
		reached[1][259] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],10)(268, 260, 268) */
		reached[1][260] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 10);
		_m = 3; goto P999; /* 4 */
	case 278: // STATE 259 - delivery.pml:143 - [mem[ci] = umem] (0:268:1 - 3)
		IfNotBlocked
		reached[1][259] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],10)(268, 260, 268) */
		reached[1][260] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 10);
		_m = 3; goto P999; /* 1 */
	case 279: // STATE 261 - delivery.pml:145 - [(wint)] (265:0:1 - 1)
		IfNotBlocked
		reached[1][261] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 262, 265) */
		reached[1][262] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 280: // STATE 263 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (378:0:1 - 1)
		IfNotBlocked
		reached[1][263] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P1 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(378, 266, 378) */
		reached[1][266] = 1;
		;
		/* merge: .(goto)(378, 269, 378) */
		reached[1][269] = 1;
		;
		/* merge: ci = 0(378, 270, 378) */
		reached[1][270] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 326, 378) */
		reached[1][326] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 281: // STATE 264 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:378:1 - 1)
		IfNotBlocked
		reached[1][264] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(378, 266, 378) */
		reached[1][266] = 1;
		;
		/* merge: .(goto)(378, 269, 378) */
		reached[1][269] = 1;
		;
		/* merge: ci = 0(378, 270, 378) */
		reached[1][270] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 326, 378) */
		reached[1][326] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 282: // STATE 270 - delivery.pml:147 - [ci = 0] (0:378:1 - 5)
		IfNotBlocked
		reached[1][270] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 326, 378) */
		reached[1][326] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 283: // STATE 326 - delivery.pml:363 - [.(goto)] (0:378:0 - 2)
		IfNotBlocked
		reached[1][326] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 284: // STATE 273 - delivery.pml:133 - [head[cur] = (head[cur]+1)] (0:305:3 - 1)
		IfNotBlocked
		reached[1][273] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.head[ Index(((int)now.cur), 2) ]);
		now.head[ Index(now.cur, 2) ] = (((int)now.head[ Index(((int)now.cur), 2) ])+1);
#ifdef VAR_RANGES
		logval("head[cur]", ((int)now.head[ Index(((int)now.cur), 2) ]));
#endif
		;
		/* merge: assert((head[cur]<8))(305, 274, 305) */
		reached[1][274] = 1;
		spin_assert((((int)now.head[ Index(((int)now.cur), 2) ])<8), "(head[cur]<8)", II, tt, t);
		/* merge: ci = ((cur*8)+head[cur])(305, 275, 305) */
		reached[1][275] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = ((((int)now.cur)*8)+((int)now.head[ Index(((int)now.cur), 2) ]));
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: lg[ci] = 4(305, 276, 305) */
		reached[1][276] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.lg[ Index(((P1 *)_this)->ci, 16) ] = 4;
#ifdef VAR_RANGES
		logval("lg[Others:ci]", ((int)now.lg[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 285: // STATE 277 - delivery.pml:135 - [(((4==4)||(4==3)))] (310:0:5 - 1)
		IfNotBlocked
		reached[1][277] = 1;
		if (!(((4==4)||(4==3))))
			continue;
		/* merge: umem = 1(310, 278, 310) */
		reached[1][278] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: since = ci(310, 279, 310) */
		reached[1][279] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.since);
		now.since = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[un] = (ci+128)(310, 280, 310) */
		reached[1][280] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = (((int)((P1 *)_this)->ci)+128);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(310, 281, 310) */
		reached[1][281] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = (4==4)(310, 282, 310) */
		reached[1][282] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = (4==4);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 306, 310) */
		reached[1][306] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 286: // STATE 283 - delivery.pml:136 - [((4==6))] (310:0:3 - 1)
		IfNotBlocked
		reached[1][283] = 1;
		if (!((4==6)))
			continue;
		/* merge: umem = 0(310, 284, 310) */
		reached[1][284] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(310, 285, 310) */
		reached[1][285] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(310, 286, 310) */
		reached[1][286] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 306, 310) */
		reached[1][306] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 287: // STATE 287 - delivery.pml:137 - [((4==8))] (310:0:4 - 1)
		IfNotBlocked
		reached[1][287] = 1;
		if (!((4==8)))
			continue;
		/* merge: umem = 0(310, 288, 310) */
		reached[1][288] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(310, 289, 310) */
		reached[1][289] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(310, 290, 310) */
		reached[1][290] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: adr[ci] = 1(310, 291, 310) */
		reached[1][291] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = 1;
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 306, 310) */
		reached[1][306] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 288: // STATE 292 - delivery.pml:138 - [((4==9))] (300:0:2 - 1)
		IfNotBlocked
		reached[1][292] = 1;
		if (!((4==9)))
			continue;
		/* merge: adr[ci] = umem(300, 293, 300) */
		reached[1][293] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: alive = 0(300, 294, 300) */
		reached[1][294] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.alive);
		now.alive = 0;
#ifdef VAR_RANGES
		logval("alive", ((int)now.alive));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 289: // STATE 295 - delivery.pml:138 - [(umem)] (310:0:3 - 1)
		IfNotBlocked
		reached[1][295] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: umem = 0(310, 296, 310) */
		reached[1][296] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: ul[un] = ci(310, 297, 310) */
		reached[1][297] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.ul[ Index(((int)now.un), 9) ]);
		now.ul[ Index(now.un, 9) ] = ((int)((P1 *)_this)->ci);
#ifdef VAR_RANGES
		logval("ul[un]", ((int)now.ul[ Index(((int)now.un), 9) ]));
#endif
		;
		/* merge: un = (un+1)(310, 298, 310) */
		reached[1][298] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.un);
		now.un = (((int)now.un)+1);
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(0, 301, 310) */
		reached[1][301] = 1;
		;
		/* merge: .(goto)(0, 306, 310) */
		reached[1][306] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 290: // STATE 302 - delivery.pml:139 - [(((4==1)||(4==5)))] (310:0:1 - 1)
		IfNotBlocked
		reached[1][302] = 1;
		if (!(((4==1)||(4==5))))
			continue;
		/* merge: adr[ci] = umem(0, 303, 310) */
		reached[1][303] = 1;
		(trpt+1)->bup.oval = ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.adr[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("adr[Others:ci]", ((int)now.adr[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: .(goto)(0, 306, 310) */
		reached[1][306] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 291: // STATE 307 - delivery.pml:142 - [(!(umem))] (321:0:2 - 1)
		IfNotBlocked
		reached[1][307] = 1;
		if (!( !(((int)now.umem))))
			continue;
		/* merge: since = 0(321, 308, 321) */
		reached[1][308] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.since);
		now.since = 0;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: .(goto)(321, 311, 321) */
		reached[1][311] = 1;
		;
		/* merge: mem[ci] = umem(321, 312, 321) */
		reached[1][312] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],4)(321, 313, 321) */
		reached[1][313] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 4);
		_m = 3; goto P999; /* 4 */
	case 292: // STATE 312 - delivery.pml:143 - [mem[ci] = umem] (0:321:1 - 3)
		IfNotBlocked
		reached[1][312] = 1;
		(trpt+1)->bup.oval = ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]);
		now.mem[ Index(((P1 *)_this)->ci, 16) ] = ((int)now.umem);
#ifdef VAR_RANGES
		logval("mem[Others:ci]", ((int)now.mem[ Index(((int)((P1 *)_this)->ci), 16) ]));
#endif
		;
		/* merge: printf('commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\\n',cur,head[cur],4)(321, 313, 321) */
		reached[1][313] = 1;
		Printf("commit %d.%d kind %d (1 msg 2 own 3 joined 4 add 5 members 6 left 8 removed 9 deleted 10 created)\n", ((int)now.cur), ((int)now.head[ Index(((int)now.cur), 2) ]), 4);
		_m = 3; goto P999; /* 1 */
	case 293: // STATE 314 - delivery.pml:145 - [(wint)] (318:0:1 - 1)
		IfNotBlocked
		reached[1][314] = 1;
		if (!(((int)now.wint)))
			continue;
		/* merge: wb = (wb+1)(0, 315, 318) */
		reached[1][315] = 1;
		(trpt+1)->bup.oval = ((int)now.wb);
		now.wb = (((int)now.wb)+1);
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 294: // STATE 316 - delivery.pml:146 - [pub[wg]!wreg,wb,ci] (378:0:1 - 1)
		IfNotBlocked
		reached[1][316] = 1;
		if (q_full(now.pub[ Index(((int)now.wg), 3) ]))
			continue;
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[64];
			sprintf(simvals, "%d!", now.pub[ Index(((int)now.wg), 3) ]);
		sprintf(simtmp, "%d", ((int)now.wreg)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)now.wb)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)((P1 *)_this)->ci)); strcat(simvals, simtmp);		}
#endif
		
		qsend(now.pub[ Index(((int)now.wg), 3) ], 0, ((int)now.wreg), ((int)now.wb), ((int)((P1 *)_this)->ci), 0, 0, 0, 0, 3);
		/* merge: .(goto)(378, 319, 378) */
		reached[1][319] = 1;
		;
		/* merge: .(goto)(378, 322, 378) */
		reached[1][322] = 1;
		;
		/* merge: ci = 0(378, 323, 378) */
		reached[1][323] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 326, 378) */
		reached[1][326] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 2; goto P999; /* 5 */
	case 295: // STATE 317 - delivery.pml:146 - [printf('  its frame is LOST\\n')] (0:378:1 - 1)
		IfNotBlocked
		reached[1][317] = 1;
		Printf("  its frame is LOST\n");
		/* merge: .(goto)(378, 319, 378) */
		reached[1][319] = 1;
		;
		/* merge: .(goto)(378, 322, 378) */
		reached[1][322] = 1;
		;
		/* merge: ci = 0(378, 323, 378) */
		reached[1][323] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 326, 378) */
		reached[1][326] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 296: // STATE 323 - delivery.pml:147 - [ci = 0] (0:378:1 - 5)
		IfNotBlocked
		reached[1][323] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ci);
		((P1 *)_this)->ci = 0;
#ifdef VAR_RANGES
		logval("Others:ci", ((int)((P1 *)_this)->ci));
#endif
		;
		/* merge: .(goto)(378, 326, 378) */
		reached[1][326] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 297: // STATE 328 - delivery.pml:364 - [(((ncr<0)&&!(done)))] (367:0:6 - 1)
		IfNotBlocked
		reached[1][328] = 1;
		if (!(((((int)now.ncr)<0)&& !(((int)now.done)))))
			continue;
		/* merge: ncr = (ncr+1)(367, 329, 367) */
		reached[1][329] = 1;
		(trpt+1)->bup.ovals = grab_ints(6);
		(trpt+1)->bup.ovals[0] = ((int)now.ncr);
		now.ncr = (((int)now.ncr)+1);
#ifdef VAR_RANGES
		logval("ncr", ((int)now.ncr));
#endif
		;
		/* merge: wg = (wg+1)(367, 330, 367) */
		reached[1][330] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.wg);
		now.wg = (((int)now.wg)+1);
#ifdef VAR_RANGES
		logval("wg", ((int)now.wg));
#endif
		;
		/* merge: wreg = 0(367, 331, 367) */
		reached[1][331] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.wreg);
		now.wreg = 0;
#ifdef VAR_RANGES
		logval("wreg", ((int)now.wreg));
#endif
		;
		/* merge: wint = 0(367, 332, 367) */
		reached[1][332] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.wint);
		now.wint = 0;
#ifdef VAR_RANGES
		logval("wint", ((int)now.wint));
#endif
		;
		/* merge: wno = 0(367, 333, 367) */
		reached[1][333] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.wno);
		now.wno = 0;
#ifdef VAR_RANGES
		logval("wno", ((int)now.wno));
#endif
		;
		/* merge: wb = 0(367, 334, 367) */
		reached[1][334] = 1;
		(trpt+1)->bup.ovals[5] = ((int)now.wb);
		now.wb = 0;
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		/* merge: printf('WORKER RESTARTS\\n')(367, 335, 367) */
		reached[1][335] = 1;
		Printf("WORKER RESTARTS\n");
		_m = 3; goto P999; /* 7 */
	case 298: // STATE 336 - delivery.pml:367 - [rq?_,_] (0:0:2 - 1)
		reached[1][336] = 1;
		if (q_len(now.rq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = qrecv(now.rq, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.rq, XX-1, 1, 0);
		;
		qrecv(now.rq, XX-1, 0, 0);
		qrecv(now.rq, XX-1, 1, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 299: // STATE 337 - delivery.pml:367 - [(empty(rq))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][337] = 1;
		if (!((q_len(now.rq)==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 300: // STATE 342 - delivery.pml:367 - [attq?_,_,_,_] (0:0:4 - 1)
		reached[1][342] = 1;
		if (q_len(now.attq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = qrecv(now.attq, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.attq, XX-1, 1, 0);
		(trpt+1)->bup.ovals[2] = qrecv(now.attq, XX-1, 2, 0);
		(trpt+1)->bup.ovals[3] = qrecv(now.attq, XX-1, 3, 0);
		;
		qrecv(now.attq, XX-1, 0, 0);
		qrecv(now.attq, XX-1, 1, 0);
		qrecv(now.attq, XX-1, 2, 0);
		qrecv(now.attq, XX-1, 3, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.attq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 301: // STATE 343 - delivery.pml:367 - [(empty(attq))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][343] = 1;
		if (!((q_len(now.attq)==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 302: // STATE 348 - delivery.pml:368 - [helq?_] (0:0:1 - 1)
		reached[1][348] = 1;
		if (q_len(now.helq) == 0) continue;

		XX=1;
		(trpt+1)->bup.oval = qrecv(now.helq, XX-1, 0, 0);
		;
		qrecv(now.helq, XX-1, 0, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.helq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 303: // STATE 349 - delivery.pml:368 - [(empty(helq))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][349] = 1;
		if (!((q_len(now.helq)==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 304: // STATE 354 - delivery.pml:369 - [offq?_,_] (0:0:2 - 1)
		reached[1][354] = 1;
		if (q_len(now.offq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = qrecv(now.offq, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.offq, XX-1, 1, 0);
		;
		qrecv(now.offq, XX-1, 0, 0);
		qrecv(now.offq, XX-1, 1, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.offq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 305: // STATE 355 - delivery.pml:369 - [(empty(offq))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][355] = 1;
		if (!((q_len(now.offq)==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 306: // STATE 360 - delivery.pml:369 - [rngq?_,_] (0:0:2 - 1)
		reached[1][360] = 1;
		if (q_len(now.rngq) == 0) continue;

		XX=1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = qrecv(now.rngq, XX-1, 0, 0);
		(trpt+1)->bup.ovals[1] = qrecv(now.rngq, XX-1, 1, 0);
		;
		qrecv(now.rngq, XX-1, 0, 0);
		qrecv(now.rngq, XX-1, 1, 1);
		
#ifdef HAS_CODE
		if (readtrail && gui) {
			char simtmp[32];
			sprintf(simvals, "%d?", now.rngq);
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		strcat(simvals, ",");
		sprintf(simtmp, "%d", ((int)_)); strcat(simvals, simtmp);		}
#endif
		;
		_m = 4; goto P999; /* 0 */
	case 307: // STATE 361 - delivery.pml:369 - [(empty(rngq))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][361] = 1;
		if (!((q_len(now.rngq)==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 308: // STATE 366 - delivery.pml:370 - [(1)] (378:0:0 - 1)
		IfNotBlocked
		reached[1][366] = 1;
		if (!(1))
			continue;
		/* merge: .(goto)(0, 368, 378) */
		reached[1][368] = 1;
		;
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 309: // STATE 370 - delivery.pml:372 - [((((nexp<0)&&!(done))&&(wreg!=0)))] (378:0:5 - 1)
		IfNotBlocked
		reached[1][370] = 1;
		if (!((((((int)now.nexp)<0)&& !(((int)now.done)))&&(((int)now.wreg)!=0))))
			continue;
		/* merge: nexp = (nexp+1)(378, 371, 378) */
		reached[1][371] = 1;
		(trpt+1)->bup.ovals = grab_ints(5);
		(trpt+1)->bup.ovals[0] = ((int)now.nexp);
		now.nexp = (((int)now.nexp)+1);
#ifdef VAR_RANGES
		logval("nexp", ((int)now.nexp));
#endif
		;
		/* merge: wreg = 0(378, 372, 378) */
		reached[1][372] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.wreg);
		now.wreg = 0;
#ifdef VAR_RANGES
		logval("wreg", ((int)now.wreg));
#endif
		;
		/* merge: wint = 0(378, 373, 378) */
		reached[1][373] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.wint);
		now.wint = 0;
#ifdef VAR_RANGES
		logval("wint", ((int)now.wint));
#endif
		;
		/* merge: wno = 0(378, 374, 378) */
		reached[1][374] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.wno);
		now.wno = 0;
#ifdef VAR_RANGES
		logval("wno", ((int)now.wno));
#endif
		;
		/* merge: wb = 0(378, 375, 378) */
		reached[1][375] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.wb);
		now.wb = 0;
#ifdef VAR_RANGES
		logval("wb", ((int)now.wb));
#endif
		;
		/* merge: printf('WORKER FORGETS THE EDGE\\n')(378, 376, 378) */
		reached[1][376] = 1;
		Printf("WORKER FORGETS THE EDGE\n");
		/* merge: .(goto)(0, 379, 378) */
		reached[1][379] = 1;
		;
		_m = 3; goto P999; /* 7 */
	case 310: // STATE 381 - delivery.pml:375 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[1][381] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC :init: */
	case 311: // STATE 1 - delivery.pml:336 - [umem = 1] (0:17:9 - 1)
		IfNotBlocked
		reached[0][1] = 1;
		(trpt+1)->bup.ovals = grab_ints(9);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 1;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: lg[1] = 4(17, 2, 17) */
		reached[0][2] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.lg[1]);
		now.lg[1] = 4;
#ifdef VAR_RANGES
		logval("lg[1]", ((int)now.lg[1]));
#endif
		;
		/* merge: adr[1] = 1(17, 3, 17) */
		reached[0][3] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.adr[1]);
		now.adr[1] = 1;
#ifdef VAR_RANGES
		logval("adr[1]", ((int)now.adr[1]));
#endif
		;
		/* merge: mem[1] = 1(17, 4, 17) */
		reached[0][4] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.mem[1]);
		now.mem[1] = 1;
#ifdef VAR_RANGES
		logval("mem[1]", ((int)now.mem[1]));
#endif
		;
		/* merge: since = 1(17, 5, 17) */
		reached[0][5] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.since);
		now.since = 1;
#ifdef VAR_RANGES
		logval("since", ((int)now.since));
#endif
		;
		/* merge: ul[0] = 129(17, 6, 17) */
		reached[0][6] = 1;
		(trpt+1)->bup.ovals[5] = ((int)now.ul[0]);
		now.ul[0] = 129;
#ifdef VAR_RANGES
		logval("ul[0]", ((int)now.ul[0]));
#endif
		;
		/* merge: un = 1(17, 7, 17) */
		reached[0][7] = 1;
		(trpt+1)->bup.ovals[6] = ((int)now.un);
		now.un = 1;
#ifdef VAR_RANGES
		logval("un", ((int)now.un));
#endif
		;
		/* merge: .(goto)(17, 11, 17) */
		reached[0][11] = 1;
		;
		/* merge: head[0] = 1(17, 12, 17) */
		reached[0][12] = 1;
		(trpt+1)->bup.ovals[7] = ((int)now.head[0]);
		now.head[0] = 1;
#ifdef VAR_RANGES
		logval("head[0]", ((int)now.head[0]));
#endif
		;
		/* merge: wreg = 1(17, 13, 17) */
		reached[0][13] = 1;
		(trpt+1)->bup.ovals[8] = ((int)now.wreg);
		now.wreg = 1;
#ifdef VAR_RANGES
		logval("wreg", ((int)now.wreg));
#endif
		;
		_m = 3; goto P999; /* 9 */
	case 312: // STATE 8 - delivery.pml:337 - [umem = 0] (0:17:4 - 1)
		IfNotBlocked
		reached[0][8] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.umem);
		now.umem = 0;
#ifdef VAR_RANGES
		logval("umem", ((int)now.umem));
#endif
		;
		/* merge: lg[1] = 10(17, 9, 17) */
		reached[0][9] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.lg[1]);
		now.lg[1] = 10;
#ifdef VAR_RANGES
		logval("lg[1]", ((int)now.lg[1]));
#endif
		;
		/* merge: .(goto)(17, 11, 17) */
		reached[0][11] = 1;
		;
		/* merge: head[0] = 1(17, 12, 17) */
		reached[0][12] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.head[0]);
		now.head[0] = 1;
#ifdef VAR_RANGES
		logval("head[0]", ((int)now.head[0]));
#endif
		;
		/* merge: wreg = 1(17, 13, 17) */
		reached[0][13] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.wreg);
		now.wreg = 1;
#ifdef VAR_RANGES
		logval("wreg", ((int)now.wreg));
#endif
		;
		_m = 3; goto P999; /* 4 */
	case 313: // STATE 12 - delivery.pml:339 - [head[0] = 1] (0:17:2 - 3)
		IfNotBlocked
		reached[0][12] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.head[0]);
		now.head[0] = 1;
#ifdef VAR_RANGES
		logval("head[0]", ((int)now.head[0]));
#endif
		;
		/* merge: wreg = 1(17, 13, 17) */
		reached[0][13] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.wreg);
		now.wreg = 1;
#ifdef VAR_RANGES
		logval("wreg", ((int)now.wreg));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 314: // STATE 14 - delivery.pml:340 - [(((0==1)||(0==3)))] (30:0:1 - 1)
		IfNotBlocked
		reached[0][14] = 1;
		if (!(((0==1)||(0==3))))
			continue;
		/* merge: vat = 1(0, 15, 30) */
		reached[0][15] = 1;
		(trpt+1)->bup.oval = ((int)now.vat);
		now.vat = 1;
#ifdef VAR_RANGES
		logval("vat", ((int)now.vat));
#endif
		;
		/* merge: .(goto)(0, 18, 30) */
		reached[0][18] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 315: // STATE 19 - delivery.pml:342 - [((0==0))] (27:0:4 - 1)
		IfNotBlocked
		reached[0][19] = 1;
		if (!((0==0)))
			continue;
		/* merge: sk = 2(27, 20, 27) */
		reached[0][20] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.sk);
		now.sk = 2;
#ifdef VAR_RANGES
		logval("sk", ((int)now.sk));
#endif
		;
		/* merge: eu = un(27, 21, 27) */
		reached[0][21] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.eu);
		now.eu = ((int)now.un);
#ifdef VAR_RANGES
		logval("eu", ((int)now.eu));
#endif
		;
		/* merge: ulseen = un(27, 22, 27) */
		reached[0][22] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.ulseen);
		now.ulseen = ((int)now.un);
#ifdef VAR_RANGES
		logval("ulseen", ((int)now.ulseen));
#endif
		;
		/* merge: gpos = 1(27, 23, 27) */
		reached[0][23] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.gpos);
		now.gpos = 1;
#ifdef VAR_RANGES
		logval("gpos", ((int)now.gpos));
#endif
		;
		_m = 3; goto P999; /* 4 */
	case 316: // STATE 24 - delivery.pml:342 - [(umem)] (41:0:1 - 1)
		IfNotBlocked
		reached[0][24] = 1;
		if (!(((int)now.umem)))
			continue;
		/* merge: uatt = 1(0, 25, 41) */
		reached[0][25] = 1;
		(trpt+1)->bup.oval = ((int)now.uatt);
		now.uatt = 1;
#ifdef VAR_RANGES
		logval("uatt", ((int)now.uatt));
#endif
		;
		/* merge: .(goto)(0, 28, 41) */
		reached[0][28] = 1;
		;
		/* merge: .(goto)(0, 31, 41) */
		reached[0][31] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 317: // STATE 32 - delivery.pml:345 - [((vat||uatt))] (43:0:7 - 1)
		IfNotBlocked
		reached[0][32] = 1;
		if (!((((int)now.vat)||((int)now.uatt))))
			continue;
		/* merge: st = 2(43, 33, 43) */
		reached[0][33] = 1;
		(trpt+1)->bup.ovals = grab_ints(7);
		(trpt+1)->bup.ovals[0] = ((int)now.st);
		now.st = 2;
#ifdef VAR_RANGES
		logval("st", ((int)now.st));
#endif
		;
		/* merge: sp = 1(43, 34, 43) */
		reached[0][34] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.sp);
		now.sp = 1;
#ifdef VAR_RANGES
		logval("sp", ((int)now.sp));
#endif
		;
		/* merge: vm = umem(43, 35, 43) */
		reached[0][35] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.vm);
		now.vm = ((int)now.umem);
#ifdef VAR_RANGES
		logval("vm", ((int)now.vm));
#endif
		;
		/* merge: eno = 1(43, 36, 43) */
		reached[0][36] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.eno);
		now.eno = 1;
#ifdef VAR_RANGES
		logval("eno", ((int)now.eno));
#endif
		;
		/* merge: wno = 1(43, 37, 43) */
		reached[0][37] = 1;
		(trpt+1)->bup.ovals[4] = ((int)now.wno);
		now.wno = 1;
#ifdef VAR_RANGES
		logval("wno", ((int)now.wno));
#endif
		;
		/* merge: wint = 1(43, 38, 43) */
		reached[0][38] = 1;
		(trpt+1)->bup.ovals[5] = ((int)now.wint);
		now.wint = 1;
#ifdef VAR_RANGES
		logval("wint", ((int)now.wint));
#endif
		;
		/* merge: reged = 1(43, 39, 43) */
		reached[0][39] = 1;
		(trpt+1)->bup.ovals[6] = ((int)now.reged);
		now.reged = 1;
#ifdef VAR_RANGES
		logval("reged", ((int)now.reged));
#endif
		;
		/* merge: .(goto)(0, 42, 43) */
		reached[0][42] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 318: // STATE 43 - delivery.pml:346 - [(run Others())] (0:0:0 - 3)
		IfNotBlocked
		reached[0][43] = 1;
		if (!(addproc(II, 1, 1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 319: // STATE 44 - delivery.pml:346 - [(run Worker())] (0:0:0 - 1)
		IfNotBlocked
		reached[0][44] = 1;
		if (!(addproc(II, 1, 2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 320: // STATE 45 - delivery.pml:346 - [(run Net())] (0:0:0 - 1)
		IfNotBlocked
		reached[0][45] = 1;
		if (!(addproc(II, 1, 3)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 321: // STATE 46 - delivery.pml:346 - [(run Edge())] (0:0:0 - 1)
		IfNotBlocked
		reached[0][46] = 1;
		if (!(addproc(II, 1, 4)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 322: // STATE 47 - delivery.pml:346 - [(run Quiet())] (0:0:0 - 1)
		IfNotBlocked
		reached[0][47] = 1;
		if (!(addproc(II, 1, 5)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 323: // STATE 49 - delivery.pml:347 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[0][49] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */
	case  _T5:	/* np_ */
		if (!((!(trpt->o_pm&4) && !(trpt->tau&128))))
			continue;
		/* else fall through */
	case  _T2:	/* true */
		_m = 3; goto P999;
#undef rand
	}

