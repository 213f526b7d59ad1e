import { Status } from 'google-gax';

export interface SecretVersionName {
  /** `projects/<project>/secrets/<name>`. */
  secret: string;
  /** A number, or `latest`. */
  version: string;
}

/** The command that gives a secret a new random key. */
export function secretsAddCommand(secret: string): string {
  return `openssl rand -base64 32 | gcloud secrets versions add ${named(secret)} --data-file=-`;
}

/** What Secret Manager's refusal to give a version means and what to do about it, the refusal itself as the cause. */
export function explainSecretError(error: unknown, name: SecretVersionName): Error {
  const { code, message = '' } = Object(error) as { code?: unknown; message?: string };
  const explain = EXPLANATIONS[String(code)] ?? unread;
  return new Error(explain(name, message), { cause: error });
}

type Explain = (name: SecretVersionName, message: string) => string;

const EXPLANATIONS: Readonly<Record<string, Explain>> = {
  [Status.PERMISSION_DENIED]: ({ secret }) =>
    `${secret} may not be read by this function's account, or is not there. Grant it the role: gcloud secrets ` +
    `add-iam-policy-binding ${named(secret)} --role=roles/secretmanager.secretAccessor --member=serviceAccount:<account>`,
  [Status.UNAUTHENTICATED]: ({ secret }) =>
    `${secret} cannot be read without credentials that Google accepts. Run the function under a service account`,
  [Status.NOT_FOUND]: ({ secret, version }) =>
    version === 'latest'
      ? `${secret} is not there, or has no version. Check its name, or add a version: ${secretsAddCommand(secret)}`
      : `${secret} has no version ${version}. Check that this is the secret whose key sealed the data: versions are never ` +
        'removed, but a secret that is deleted and made again begins at 1',
  [Status.FAILED_PRECONDITION]: (name, message) => {
    const [, number = name.version, state] =
      /(?:\/versions\/(\d+)\] )?is in (DISABLED|DESTROYED) state/.exec(message) ?? [];
    if (state === 'DISABLED') return disabled(name.secret, number);
    return state === 'DESTROYED' ? destroyed(name, number) : unread(name, message);
  },
};

function disabled(secret: string, number: string): string {
  const [, , , id] = secret.split('/');
  return (
    `${secret}, version ${number}, is disabled. Enable it: gcloud secrets versions enable ${number} --secret=${id} ` +
    `--project=${projectOf(secret)}`
  );
}

function destroyed({ secret, version }: SecretVersionName, number: string): string {
  const fact = `${secret}, version ${number}, is destroyed`;
  return version === 'latest'
    ? `${fact}, and Secret Manager takes the newest one for the latest. Add a version: ${secretsAddCommand(secret)}`
    : `${fact}, and what it sealed can never be opened again. Set those secrets anew`;
}

function unread({ secret, version }: SecretVersionName, message: string): string {
  return `${secret}, version ${version}, could not be read from Secret Manager: ${message}`;
}

function projectOf(secret: string): string {
  return secret.split('/')[1] ?? '';
}

function named(secret: string): string {
  return `${secret.split('/')[3]} --project=${projectOf(secret)}`;
}
