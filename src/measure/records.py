"""The files that are written: their columns, which rows they hold, and how a row is added."""

import csv
import os
from pathlib import Path
from typing import Dict, List, Mapping, Set, Tuple

SOURCE = "ttbench-measure"

HEADERS: Dict[str, str] = {
    "kernels_gemm": "source,device,framework,dtype,m,n,k,batch,latency_us,notes",
    "kernels_attention": "source,device,framework,dtype,kind,batch,heads,kv_heads,head_dim,q_len,kv_len,causal,latency_us,notes",
    "kernels_conv": "source,device,framework,dtype,batch,in_channels,out_channels,height,width,kernel,stride,padding,latency_us,notes",
    "kernels_conv_more": "source,device,framework,dtype,batch,in_channels,out_channels,depth,height,width,kernel,stride,padding,groups,latency_us,notes",
    "kernels_other": "source,device,framework,dtype,operator,shape,latency_us,notes",
    "host": "source,device,framework,dtype,operator,shape,latency_us,excluded,notes",
    "end_to_end": "id,model,scope,device,device_certain,dtype,batch,height,width,frames,steps,guidance,prompt_tokens,new_tokens,"
    "runtime,attention,library,optimisation,metric,value,excluded,source,notes",
}

# What a measurement finds, and what only names it; everything else says which measurement a row is.
RESULTS = frozenset({"id", "latency_us", "value", "notes", "excluded", "device_certain"})


class Table:
    """One CSV file. Each new row rewrites it aside and renames, so that it is whole at any time; rows that are there are kept."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / (name + ".csv")
        self.columns: List[str] = HEADERS[name].split(",")
        self._rows: List[Dict[str, str]] = []
        if self.path.exists():
            with self.path.open(newline="", encoding="utf-8") as file:
                reader = csv.DictReader(file)
                if reader.fieldnames != self.columns:
                    raise ValueError("%s has other columns than %s; choose another folder" % (self.path, ",".join(self.columns)))
                self._rows = list(reader)
        self._keys: Set[Tuple[str, ...]] = {self._key(r) for r in self._rows}

    def _key(self, row: Mapping[str, object]) -> Tuple[str, ...]:
        return tuple(str(row.get(c, "")) for c in self.columns if c not in RESULTS)

    def __len__(self) -> int:
        return len(self._rows)

    def has(self, row: Mapping[str, object]) -> bool:
        """Whether this was measured before; results are not compared."""
        return self._key(row) in self._keys

    def add(self, row: Mapping[str, object]) -> None:
        """Appends a row and saves the file."""
        unknown = set(row) - set(self.columns)
        if unknown:
            raise ValueError("no such column in %s: %s" % (self.path.name, ", ".join(sorted(unknown))))
        self._rows.append({c: str(row.get(c, "")) for c in self.columns})
        self._keys.add(self._key(row))
        aside = self.path.with_suffix(".csv.part")
        with aside.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, self.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self._rows)
        os.replace(aside, self.path)
