import { attemptLaw } from './sign-in.ts';

attemptLaw('staff');
