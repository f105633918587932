/** Everyday tickets of the past year: what was asked, of which kind, and how it ended. */
export const everyday: [title: string, description: string, answer: string, resolution: string][] = [
  [
    'Password of a colleague does not work',
    'She is locked out after her holiday.',
    'We have sent her a new one-time password.',
    'A new password was set.',
  ],
  [
    'Report is empty on Mondays',
    'The weekly report comes without figures.',
    'The import ran after the report; we have swapped them.',
    'The report now waits for the import.',
  ],
  [
    'Please add a user to the test system',
    'For the acceptance next week.',
    'Done, the invitation is on its way.',
    'The user was added.',
  ],
  [
    'Page takes ten seconds to open',
    'The overview of open orders.',
    'A missing index; the page opens in under a second now.',
    'An index was added.',
  ],
  [
    'E-mail confirmations land in spam',
    'Two of our customers told us.',
    'We have corrected the sender records; please let us know whether it helps.',
    'The sender records were corrected.',
  ],
  [
    'Wrong VAT on a credit note',
    'It shows 7 % instead of 19 %.',
    'The credit note took the rate of today instead of that of the invoice. Corrected.',
    'Credit notes take the rate of their invoice.',
  ],
  [
    'Can the export have the cost centre?',
    'As the last column, please.',
    'It is in from tomorrow on.',
    'The column was added.',
  ],
  [
    'App asks to sign in every hour',
    'On phones only.',
    'The session of the app now lasts as long as on the desktop.',
    'The duration was corrected.',
  ],
  [
    'Upload of a large file fails',
    'A drawing of 80 MB.',
    'The limit of the gateway was lower than ours. It goes through now.',
    'The limit was raised.',
  ],
  [
    'Two names for the same supplier',
    'Please merge them.',
    'Merged; the orders of both are under the older number.',
    'The records were merged.',
  ],
];
