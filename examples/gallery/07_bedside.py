"""Which heart lies behind these bedside numbers?"""

from pathlib import Path

import diastole

Path("bedside.yaml").write_text("""
measured: {heart_rate: 105 /min, systolic_aortic_pressure: 88 mmHg, diastolic_aortic_pressure: 54 mmHg}
lesions: {aortic_regurgitation: {orifice_area: 0.3 cm², onset: acute}}
""")
for row in diastole.fit("bedside.yaml").parameters:
    print(f"{row.name:22} {row.start:8.3g} → {row.fitted:8.3g} {row.unit}{'' if row.determined else '  (as before)'}")
