import { sessionLaw } from './sign-in.ts';

sessionLaw('staff');
