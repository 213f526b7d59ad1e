/** RFC 5321, section 4.5.3.1.1: the part before the `@`. */
const LOCAL_PART = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/**
 * What counts as an e-mail address of a person, as a regular expression: a dot-atom (RFC 5322, section 3.2.3) of 64 characters at most, and a
 * domain of two labels or more. ASCII only, as identity providers differ in what they make of the rest; a domain that is not may be
 * written in punycode.
 */
export const EMAIL_ADDRESS = `^(?=[^@]{1,64}@)${LOCAL_PART}@${LABEL}(?:\\.${LABEL})+$`;
