import type { Law } from "./law.ts";

/** Per shot no more charges than one and its licences; the first try of a picture is one. */
export const chargesByLicence: Law = {
  name: "charges of a shot are at most one and its licences",
  check({ byFilm, history, byKey }) {
    const faults: string[] = [];
    for (const [film, attempts] of byFilm) {
      const charged = attempts.filter((attempt) => attempt.billedAtMostMicros > 0).length;
      const licences = attempts.filter((attempt) => attempt.intent.licence !== "first").length;
      const pictures = new Set(attempts.map((attempt) => attempt.picture)).size;
      if (charged > pictures + licences)
        faults.push(`${film}: ${charged} charges, ${pictures} pictures, ${licences} licences`);
      const firsts = attempts.filter((attempt) => attempt.intent.licence === "first").map(({ picture }) => picture);
      if (new Set(firsts).size < firsts.length) faults.push(`${film}: the same picture was begun as the first twice`);
    }
    for (const vendor of history.vendors)
      for (const line of vendor.bill)
        if (!byKey.has(line.key)) faults.push(`${vendor.id} bills ${line.key}, which the journal does not know`);
    return faults;
  },
};
