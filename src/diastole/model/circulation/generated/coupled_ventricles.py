"""The right-hand side of the closed loop. Written by ``make assemble``; do not edit."""

from typing import Any

from diastole.law import only_if, select
from diastole.model.devices.balloon_pump.balloon import Drive, Inflation, driven_balloon, prescribed_balloon
from diastole.model.devices.rotary_pump import RotaryPump, drained_flow, pump_flow
from diastole.model.physiology.atrium import Atrium, atrial_pressure
from diastole.model.physiology.chamber import ChamberLine, chamber_pressure
from diastole.model.physiology.clock import AtrialTiming, atrial_activation
from diastole.model.physiology.coronary import Coronary, intramyocardial_pressure, patency, squeezed_pressure
from diastole.model.physiology.myofilament import Crossbridges
from diastole.model.physiology.pericardium import Pericardium, pericardial_pressure
from diastole.model.physiology.valve import Coaptation, Hole, Valve, inlet_area, leaflet_rate, orifice_acceleration, valve_area
from diastole.model.physiology.vessel import Arterioles, Artery, Segment, Vessel, arterial_pressure, arteriolar_flow, bed_flow, lumen_narrowing, segment_acceleration, vessel_pressure

STATES = (
    ("v_la", "mL"),
    ("v_lv", "mL"),
    ("v_ra", "mL"),
    ("v_rv", "mL"),
    ("v_ascending_aorta", "mL"),
    ("v_thoracic_aorta", "mL"),
    ("v_helium", "mL"),
    ("v_abdominal_aorta", "mL"),
    ("v_upper_body", "mL"),
    ("v_lower_body", "mL"),
    ("v_systemic_veins", "mL"),
    ("v_great_veins", "mL"),
    ("v_pulmonary_arteries", "mL"),
    ("v_pulmonary_veins", "mL"),
    ("v_intramural_arteries", "mL"),
    ("v_subendocardium", "mL"),
    ("v_subepicardium", "mL"),
    ("q_mitral", "mL/s"),
    ("opening_mitral", "1"),
    ("q_aortic", "mL/s"),
    ("opening_aortic", "1"),
    ("q_tricuspid", "mL/s"),
    ("opening_tricuspid", "1"),
    ("q_pulmonary", "mL/s"),
    ("opening_pulmonary", "1"),
    ("q_septal_defect", "mL/s"),
    ("q_aortic_arch", "mL/s"),
    ("q_descending_aorta", "mL/s"),
    ("q_pulmonary_bed", "mL/s"),
)

PARAMETERS = (
    ("period", "float"),
    ("pericardium", "Pericardium"),
    ("bridges", "Crossbridges"),
    ("la", "Atrium"),
    ("la_timing", "AtrialTiming"),
    ("lv_chamber", "ChamberLine"),
    ("ra", "Atrium"),
    ("ra_timing", "AtrialTiming"),
    ("rv_chamber", "ChamberLine"),
    ("ascending_aorta", "Artery"),
    ("thoracic_aorta", "Artery"),
    ("drive", "Drive"),
    ("earlier", "Inflation"),
    ("present", "Inflation"),
    ("abdominal_aorta", "Artery"),
    ("upper_body", "Artery"),
    ("lower_body", "Artery"),
    ("systemic_veins", "Vessel"),
    ("great_veins", "Vessel"),
    ("pulmonary_arteries", "Vessel"),
    ("pulmonary_veins", "Vessel"),
    ("intramural_arteries", "Coronary"),
    ("subendocardium", "Coronary"),
    ("subendocardium_reference", "float"),
    ("subepicardium", "Coronary"),
    ("subepicardium_reference", "float"),
    ("mitral", "Valve"),
    ("mitral_coaptation", "Coaptation"),
    ("aortic", "Valve"),
    ("tricuspid", "Valve"),
    ("pulmonary", "Valve"),
    ("septal_defect", "Hole"),
    ("aortic_arch", "Segment"),
    ("descending_aorta", "Segment"),
    ("pulmonary_bed", "Segment"),
    ("head_and_arm_arteries", "float"),
    ("upper_body_bed", "Arterioles"),
    ("trunk_and_leg_arteries", "float"),
    ("lower_body_bed", "Arterioles"),
    ("venous_return", "float"),
    ("venae_cavae", "float"),
    ("pulmonary_vein_ostia", "float"),
    ("coronary_arteries", "float"),
    ("subendocardial_arterioles", "float"),
    ("subepicardial_arterioles", "float"),
    ("subendocardial_veins", "float"),
    ("subepicardial_veins", "float"),
    ("axial_pump", "RotaryPump"),
    ("venous_drainage", "RotaryPump"),
    ("left_atrial_drainage", "RotaryPump"),
)

SIGNALS = (
    ("p_pericardium", "mmHg"),
    ("p_la", "mmHg"),
    ("p_lv", "mmHg"),
    ("atp_lv", "µmol/s"),
    ("p_ra", "mmHg"),
    ("p_rv", "mmHg"),
    ("atp_rv", "µmol/s"),
    ("p_ascending_aorta", "mmHg"),
    ("p_thoracic_aorta", "mmHg"),
    ("v_balloon", "mL"),
    ("q_balloon", "mL/s"),
    ("p_helium", "mmHg"),
    ("p_abdominal_aorta", "mmHg"),
    ("p_upper_body", "mmHg"),
    ("p_lower_body", "mmHg"),
    ("p_systemic_veins", "mmHg"),
    ("p_great_veins", "mmHg"),
    ("p_pulmonary_arteries", "mmHg"),
    ("p_pulmonary_veins", "mmHg"),
    ("p_intramural_arteries", "mmHg"),
    ("p_subendocardium", "mmHg"),
    ("p_subepicardium", "mmHg"),
    ("q_head_and_arm_arteries", "mL/s"),
    ("q_upper_body_bed", "mL/s"),
    ("q_trunk_and_leg_arteries", "mL/s"),
    ("q_lower_body_bed", "mL/s"),
    ("q_venous_return", "mL/s"),
    ("q_venae_cavae", "mL/s"),
    ("q_pulmonary_vein_ostia", "mL/s"),
    ("q_coronary_arteries", "mL/s"),
    ("q_subendocardial_arterioles", "mL/s"),
    ("q_subepicardial_arterioles", "mL/s"),
    ("q_subendocardial_veins", "mL/s"),
    ("q_subepicardial_veins", "mL/s"),
    ("q_axial_pump", "mL/s"),
    ("q_venous_drainage", "mL/s"),
    ("q_left_atrial_drainage", "mL/s"),
)

WATCHED = (
    ("p_ascending_aorta", "mmHg"),
    ("p_lv", "mmHg"),
    ("p_la", "mmHg"),
    ("p_ra", "mmHg"),
    ("p_pulmonary_arteries", "mmHg"),
    ("v_lv", "mL"),
    ("q_aortic", "mL/s"),
    ("q_mitral", "mL/s"),
    ("q_axial_pump", "mL/s"),
    ("q_venous_drainage", "mL/s"),
    ("q_left_atrial_drainage", "mL/s"),
    ("q_head_and_arm_arteries", "mL/s"),
    ("q_trunk_and_leg_arteries", "mL/s"),
    ("q_subendocardial_arterioles", "mL/s"),
    ("q_subepicardial_arterioles", "mL/s"),
    ("atp_lv", "µmol/s"),
)

TYPES: dict[str, Any] = {"Arterioles": Arterioles, "Artery": Artery, "AtrialTiming": AtrialTiming, "Atrium": Atrium, "ChamberLine": ChamberLine, "Coaptation": Coaptation, "Coronary": Coronary, "Crossbridges": Crossbridges, "Drive": Drive, "Hole": Hole, "Inflation": Inflation, "Pericardium": Pericardium, "RotaryPump": RotaryPump, "Segment": Segment, "Valve": Valve, "Vessel": Vessel}


def rates(time: Any, y: Any, p: Any, dy: Any) -> None:
    """Set dy to the rates of the states y at a time of the beat [s], and behind them to the signals."""
    # Parameters
    period = p[0]
    pericardium = Pericardium(p[1], p[2], p[3])
    bridges = Crossbridges(p[4], p[5], p[6], p[7], p[8], p[9], p[10], p[11], p[12], p[13], p[14], p[15], p[16], p[17], p[18], p[19])
    la = Atrium(p[20], p[21], p[22], p[23])
    la_timing = AtrialTiming(p[24], p[25])
    lv_chamber = ChamberLine(p[26], p[27], p[28], p[29], p[30], p[31])
    ra = Atrium(p[32], p[33], p[34], p[35])
    ra_timing = AtrialTiming(p[36], p[37])
    rv_chamber = ChamberLine(p[38], p[39], p[40], p[41], p[42], p[43])
    ascending_aorta = Artery(p[44], p[45], p[46])
    thoracic_aorta = Artery(p[47], p[48], p[49])
    drive = Drive(p[50], p[51], p[52], p[53], p[54], p[55], p[56])
    earlier = Inflation(p[57], p[58], p[59])
    present = Inflation(p[60], p[61], p[62])
    abdominal_aorta = Artery(p[63], p[64], p[65])
    upper_body = Artery(p[66], p[67], p[68])
    lower_body = Artery(p[69], p[70], p[71])
    systemic_veins = Vessel(p[72], p[73], p[74], p[75])
    great_veins = Vessel(p[76], p[77], p[78], p[79])
    pulmonary_arteries = Vessel(p[80], p[81], p[82], p[83])
    pulmonary_veins = Vessel(p[84], p[85], p[86], p[87])
    intramural_arteries = Coronary(p[88], p[89], p[90])
    subendocardium = Coronary(p[91], p[92], p[93])
    subendocardium_reference = p[94]
    subepicardium = Coronary(p[95], p[96], p[97])
    subepicardium_reference = p[98]
    mitral = Valve(p[99], p[100], p[101], p[102], p[103], p[104])
    mitral_coaptation = Coaptation(p[105], p[106], p[107], p[108])
    aortic = Valve(p[109], p[110], p[111], p[112], p[113], p[114])
    tricuspid = Valve(p[115], p[116], p[117], p[118], p[119], p[120])
    pulmonary = Valve(p[121], p[122], p[123], p[124], p[125], p[126])
    septal_defect = Hole(p[127], p[128])
    aortic_arch = Segment(p[129], p[130])
    descending_aorta = Segment(p[131], p[132])
    pulmonary_bed = Segment(p[133], p[134])
    head_and_arm_arteries = p[135]
    upper_body_bed = Arterioles(p[136], p[137])
    trunk_and_leg_arteries = p[138]
    lower_body_bed = Arterioles(p[139], p[140])
    venous_return = p[141]
    venae_cavae = p[142]
    pulmonary_vein_ostia = p[143]
    coronary_arteries = p[144]
    subendocardial_arterioles = p[145]
    subepicardial_arterioles = p[146]
    subendocardial_veins = p[147]
    subepicardial_veins = p[148]
    axial_pump = RotaryPump(p[149], p[150], p[151], p[152], p[153], p[154], p[155], p[156], p[157], p[158])
    venous_drainage = RotaryPump(p[159], p[160], p[161], p[162], p[163], p[164], p[165], p[166], p[167], p[168])
    left_atrial_drainage = RotaryPump(p[169], p[170], p[171], p[172], p[173], p[174], p[175], p[176], p[177], p[178])
    # States
    v_la = y[0]
    v_lv = y[1]
    v_ra = y[2]
    v_rv = y[3]
    v_ascending_aorta = y[4]
    v_thoracic_aorta = y[5]
    v_helium = y[6]
    v_abdominal_aorta = y[7]
    v_upper_body = y[8]
    v_lower_body = y[9]
    v_systemic_veins = y[10]
    v_great_veins = y[11]
    v_pulmonary_arteries = y[12]
    v_pulmonary_veins = y[13]
    v_intramural_arteries = y[14]
    v_subendocardium = y[15]
    v_subepicardium = y[16]
    q_mitral = y[17]
    opening_mitral = y[18]
    q_aortic = y[19]
    opening_aortic = y[20]
    q_tricuspid = y[21]
    opening_tricuspid = y[22]
    q_pulmonary = y[23]
    opening_pulmonary = y[24]
    q_septal_defect = y[25]
    q_aortic_arch = y[26]
    q_descending_aorta = y[27]
    q_pulmonary_bed = y[28]
    # Stores: their pressures, and the rates of what their walls do
    p_pericardium = pericardial_pressure(v_la + v_lv + v_ra + v_rv, pericardium)
    dy[29] = p_pericardium
    active_la = atrial_activation(time, period, la_timing)
    p_la = atrial_pressure(v_la, active_la, p_pericardium, la)
    dy[30] = p_la
    p_lv = chamber_pressure(v_lv, time, p_pericardium, lv_chamber)
    atp_lv = lv_chamber.atp
    dy[31] = p_lv
    dy[32] = atp_lv
    active_ra = atrial_activation(time, period, ra_timing)
    p_ra = atrial_pressure(v_ra, active_ra, p_pericardium, ra)
    dy[33] = p_ra
    p_rv = chamber_pressure(v_rv, time, p_pericardium, rv_chamber)
    atp_rv = rv_chamber.atp
    dy[34] = p_rv
    dy[35] = atp_rv
    p_ascending_aorta = arterial_pressure(v_ascending_aorta, q_aortic - q_aortic_arch, ascending_aorta)
    dy[36] = p_ascending_aorta
    p_abdominal_aorta = arterial_pressure(v_abdominal_aorta, q_descending_aorta, abdominal_aorta)
    dy[41] = p_abdominal_aorta
    p_upper_body = arterial_pressure(v_upper_body, 0.0, upper_body)
    dy[42] = p_upper_body
    p_lower_body = arterial_pressure(v_lower_body, 0.0, lower_body)
    dy[43] = p_lower_body
    p_systemic_veins = vessel_pressure(v_systemic_veins, 0.0, systemic_veins)
    dy[44] = p_systemic_veins
    p_great_veins = vessel_pressure(v_great_veins, 0.0, great_veins)
    dy[45] = p_great_veins
    p_pulmonary_arteries = vessel_pressure(v_pulmonary_arteries, q_pulmonary - q_pulmonary_bed, pulmonary_arteries)
    dy[46] = p_pulmonary_arteries
    p_pulmonary_veins = vessel_pressure(v_pulmonary_veins, q_pulmonary_bed, pulmonary_veins)
    dy[47] = p_pulmonary_veins
    p_intramural_arteries = squeezed_pressure(v_intramural_arteries, intramyocardial_pressure(p_lv, p_pericardium, intramural_arteries), intramural_arteries)
    dy[48] = p_intramural_arteries
    p_subendocardium = squeezed_pressure(v_subendocardium, intramyocardial_pressure(p_lv, p_pericardium, subendocardium), subendocardium)
    patency_subendocardium = patency(v_subendocardium, subendocardium_reference)
    dy[49] = p_subendocardium
    p_subepicardium = squeezed_pressure(v_subepicardium, intramyocardial_pressure(p_lv, p_pericardium, subepicardium), subepicardium)
    patency_subepicardium = patency(v_subepicardium, subepicardium_reference)
    dy[50] = p_subepicardium
    v_balloon, q_balloon, p_helium = only_if(
        drive.pneumatic > 0.0,
        lambda: driven_balloon(time, v_helium, arterial_pressure(v_thoracic_aorta + v_helium, q_aortic_arch - q_descending_aorta, thoracic_aorta), thoracic_aorta.viscosity, drive, earlier, present),
        only_if(
            earlier.volume + present.volume > 0.0,
            lambda: prescribed_balloon(time, drive, earlier, present),
            (0.0, 0.0, 0.0),
        ),
    )
    p_thoracic_aorta = arterial_pressure(v_thoracic_aorta + v_balloon, q_aortic_arch - q_descending_aorta + q_balloon, thoracic_aorta)
    narrowing = lumen_narrowing(v_thoracic_aorta, v_balloon)
    dy[6] = select(drive.pneumatic > 0.0, q_balloon, 0.0)  # v_helium
    dy[37] = p_thoracic_aorta
    dy[38] = v_balloon
    dy[39] = q_balloon
    dy[40] = p_helium
    # Links: flows without inertia, and the rates of the others and of leaflets
    area_mitral = inlet_area(opening_mitral, v_lv, p_la - p_lv, mitral, mitral_coaptation)
    dy[17] = orifice_acceleration(p_la - p_lv, q_mitral, area_mitral, mitral.shortness)  # q_mitral
    dy[18] = leaflet_rate(p_la - p_lv, opening_mitral, mitral)  # opening_mitral
    dy[19] = orifice_acceleration(p_lv - p_ascending_aorta, q_aortic, valve_area(opening_aortic, aortic), aortic.shortness)  # q_aortic
    dy[20] = leaflet_rate(p_lv - p_ascending_aorta, opening_aortic, aortic)  # opening_aortic
    dy[21] = orifice_acceleration(p_ra - p_rv, q_tricuspid, valve_area(opening_tricuspid, tricuspid), tricuspid.shortness)  # q_tricuspid
    dy[22] = leaflet_rate(p_ra - p_rv, opening_tricuspid, tricuspid)  # opening_tricuspid
    dy[23] = orifice_acceleration(p_rv - p_pulmonary_arteries, q_pulmonary, valve_area(opening_pulmonary, pulmonary), pulmonary.shortness)  # q_pulmonary
    dy[24] = leaflet_rate(p_rv - p_pulmonary_arteries, opening_pulmonary, pulmonary)  # opening_pulmonary
    dy[26] = segment_acceleration(p_ascending_aorta - p_thoracic_aorta, q_aortic_arch, narrowing, aortic_arch)  # q_aortic_arch
    dy[27] = segment_acceleration(p_thoracic_aorta - p_abdominal_aorta, q_descending_aorta, narrowing, descending_aorta)  # q_descending_aorta
    dy[5] = q_aortic_arch - q_descending_aorta  # v_thoracic_aorta
    dy[28] = segment_acceleration(p_pulmonary_arteries - p_pulmonary_veins, q_pulmonary_bed, 1.0, pulmonary_bed)  # q_pulmonary_bed
    dy[12] = q_pulmonary - q_pulmonary_bed  # v_pulmonary_arteries
    q_head_and_arm_arteries = bed_flow(p_ascending_aorta - p_upper_body, head_and_arm_arteries)
    dy[51] = q_head_and_arm_arteries
    q_upper_body_bed = arteriolar_flow(p_upper_body, p_systemic_veins, upper_body_bed)
    dy[52] = q_upper_body_bed
    dy[8] = q_head_and_arm_arteries - q_upper_body_bed  # v_upper_body
    q_trunk_and_leg_arteries = bed_flow(p_abdominal_aorta - p_lower_body, trunk_and_leg_arteries)
    dy[53] = q_trunk_and_leg_arteries
    q_lower_body_bed = arteriolar_flow(p_lower_body, p_systemic_veins, lower_body_bed)
    dy[54] = q_lower_body_bed
    dy[9] = q_trunk_and_leg_arteries - q_lower_body_bed  # v_lower_body
    q_venous_return = bed_flow(p_systemic_veins - p_great_veins, venous_return)
    dy[55] = q_venous_return
    dy[10] = q_upper_body_bed + q_lower_body_bed - q_venous_return  # v_systemic_veins
    q_venae_cavae = bed_flow(p_great_veins - p_ra, venae_cavae)
    dy[56] = q_venae_cavae
    dy[11] = q_venous_return - q_venae_cavae  # v_great_veins
    q_pulmonary_vein_ostia = bed_flow(p_pulmonary_veins - p_la, pulmonary_vein_ostia)
    dy[57] = q_pulmonary_vein_ostia
    dy[13] = q_pulmonary_bed - q_pulmonary_vein_ostia  # v_pulmonary_veins
    q_coronary_arteries = bed_flow(p_ascending_aorta - p_intramural_arteries, coronary_arteries)
    dy[58] = q_coronary_arteries
    q_subendocardial_arterioles = bed_flow(p_intramural_arteries - p_subendocardium, subendocardial_arterioles * patency_subendocardium)
    dy[59] = q_subendocardial_arterioles
    q_subepicardial_arterioles = bed_flow(p_intramural_arteries - p_subepicardium, subepicardial_arterioles * patency_subepicardium)
    dy[60] = q_subepicardial_arterioles
    dy[14] = q_coronary_arteries - q_subendocardial_arterioles - q_subepicardial_arterioles  # v_intramural_arteries
    q_subendocardial_veins = bed_flow(p_subendocardium - p_ra, subendocardial_veins * patency_subendocardium)
    dy[61] = q_subendocardial_veins
    dy[15] = q_subendocardial_arterioles - q_subendocardial_veins  # v_subendocardium
    q_subepicardial_veins = bed_flow(p_subepicardium - p_ra, subepicardial_veins * patency_subepicardium)
    dy[62] = q_subepicardial_veins
    dy[16] = q_subepicardial_arterioles - q_subepicardial_veins  # v_subepicardium
    dy[25] = only_if(septal_defect.area > 0.0, lambda: orifice_acceleration(p_lv - p_rv, q_septal_defect, septal_defect.area, septal_defect.shortness), 0.0)  # q_septal_defect
    dy[3] = q_tricuspid - q_pulmonary + q_septal_defect  # v_rv
    q_axial_pump = only_if(axial_pump.running > 0.0, lambda: pump_flow(p_lv, p_ascending_aorta, v_lv, axial_pump), 0.0)
    dy[63] = q_axial_pump
    dy[1] = q_mitral - q_aortic - q_septal_defect - q_axial_pump  # v_lv
    dy[4] = q_aortic - q_aortic_arch - q_head_and_arm_arteries - q_coronary_arteries + q_axial_pump  # v_ascending_aorta
    q_venous_drainage = only_if(venous_drainage.running > 0.0, lambda: drained_flow(p_ra, p_la, p_abdominal_aorta, v_ra, venous_drainage), 0.0)
    dy[64] = q_venous_drainage
    dy[2] = -q_tricuspid + q_venae_cavae + q_subendocardial_veins + q_subepicardial_veins - q_venous_drainage  # v_ra
    q_left_atrial_drainage = only_if(left_atrial_drainage.running > 0.0, lambda: drained_flow(p_la, p_ra, p_abdominal_aorta, v_la, left_atrial_drainage), 0.0)
    dy[65] = q_left_atrial_drainage
    dy[0] = -q_mitral + q_pulmonary_vein_ostia - q_left_atrial_drainage  # v_la
    dy[7] = q_descending_aorta - q_trunk_and_leg_arteries + q_venous_drainage + q_left_atrial_drainage  # v_abdominal_aorta
