import { credentialLaw } from './sign-in.ts';

credentialLaw('client');
