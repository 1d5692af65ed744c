// The clients' mail: letters go in by the desk's own SMTP door, as from any mail server.
import { createTransport } from "nodemailer";
import { randomUUID } from "node:crypto";

const [host, port] = (process.env.OKNO_MAIL ?? ":").split(":");

/** Sends a letter and returns its Message-ID. */
export async function post(letter) {
  const door = createTransport({ host, port: Number(port), secure: false, ignoreTLS: true, name: "post.example" });
  const sent = await door.sendMail({ to: "support@demo.example", messageId: `<${randomUUID()}@post.example>`, ...letter });
  door.close();
  return sent.messageId;
}

/** A subject that no other story has. */
export const unique = (subject) => `${subject} ${randomUUID().slice(0, 8)}`;
