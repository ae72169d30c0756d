"""The right-hand side of the closed loop. Written by ``make assemble``; do not edit."""

from typing import Any

from diastole.law import only_if, select
from diastole.model.devices.balloon_pump.balloon import Drive, Inflation, driven_balloon, prescribed_balloon
from diastole.model.devices.rotary_pump import RotaryPump, drained_flow, pump_flow
from diastole.model.physiology.atrium import Atrium, atrial_pressure
from diastole.model.physiology.chamber import ChamberLine, chamber_pressure
from diastole.model.physiology.clock import AtrialTiming, Calcium, atrial_activation, calcium_concentration
from diastole.model.physiology.coronary import Coronary, intramyocardial_pressure, patency, squeezed_pressure
from diastole.model.physiology.myofilament import Crossbridges, Tension, active_tension, blocking, contractile_atp, filament_overlap, strong_binding, strong_detachment, strong_straining, troponin_binding, weak_binding, weak_straining
from diastole.model.physiology.one_fibre import Wall, fibre_stress, fibre_stretch, fibre_stretch_rate, ventricular_pressure
from diastole.model.physiology.pericardium import Pericardium, pericardial_pressure
from diastole.model.physiology.valve import Coaptation, Hole, Valve, inlet_area, leaflet_rate, orifice_acceleration, valve_area
from diastole.model.physiology.vessel import Arterioles, Artery, Segment, Vessel, arterial_pressure, arteriolar_flow, bed_flow, lumen_narrowing, segment_acceleration, vessel_pressure

STATES = (
    ("v_la", "mL"),
    ("v_lv", "mL"),
    ("v_ra", "mL"),
    ("v_rv", "mL"),
    ("bound_rv", "1"),
    ("blocked_rv", "1"),
    ("weak_rv", "1"),
    ("strong_rv", "1"),
    ("strong_strain_rv", "1"),
    ("weak_strain_rv", "1"),
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
    ("rv_wall", "Wall"),
    ("rv_tension", "Tension"),
    ("rv_calcium", "Calcium"),
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
    ("stretch_rv", "1"),
    ("tension_rv", "kPa"),
    ("stress_rv", "kPa"),
    ("calcium_rv", "µM"),
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

TYPES: dict[str, Any] = {"Arterioles": Arterioles, "Artery": Artery, "AtrialTiming": AtrialTiming, "Atrium": Atrium, "Calcium": Calcium, "ChamberLine": ChamberLine, "Coaptation": Coaptation, "Coronary": Coronary, "Crossbridges": Crossbridges, "Drive": Drive, "Hole": Hole, "Inflation": Inflation, "Pericardium": Pericardium, "RotaryPump": RotaryPump, "Segment": Segment, "Tension": Tension, "Valve": Valve, "Vessel": Vessel, "Wall": Wall}


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
    rv_wall = Wall(p[38], p[39], p[40], p[41], p[42])
    rv_tension = Tension(p[43], p[44])
    rv_calcium = Calcium(p[45], p[46], p[47], p[48], p[49], p[50])
    ascending_aorta = Artery(p[51], p[52], p[53])
    thoracic_aorta = Artery(p[54], p[55], p[56])
    drive = Drive(p[57], p[58], p[59], p[60], p[61], p[62], p[63])
    earlier = Inflation(p[64], p[65], p[66])
    present = Inflation(p[67], p[68], p[69])
    abdominal_aorta = Artery(p[70], p[71], p[72])
    upper_body = Artery(p[73], p[74], p[75])
    lower_body = Artery(p[76], p[77], p[78])
    systemic_veins = Vessel(p[79], p[80], p[81], p[82])
    great_veins = Vessel(p[83], p[84], p[85], p[86])
    pulmonary_arteries = Vessel(p[87], p[88], p[89], p[90])
    pulmonary_veins = Vessel(p[91], p[92], p[93], p[94])
    intramural_arteries = Coronary(p[95], p[96], p[97])
    subendocardium = Coronary(p[98], p[99], p[100])
    subendocardium_reference = p[101]
    subepicardium = Coronary(p[102], p[103], p[104])
    subepicardium_reference = p[105]
    mitral = Valve(p[106], p[107], p[108], p[109], p[110], p[111])
    mitral_coaptation = Coaptation(p[112], p[113], p[114], p[115])
    aortic = Valve(p[116], p[117], p[118], p[119], p[120], p[121])
    tricuspid = Valve(p[122], p[123], p[124], p[125], p[126], p[127])
    pulmonary = Valve(p[128], p[129], p[130], p[131], p[132], p[133])
    septal_defect = Hole(p[134], p[135])
    aortic_arch = Segment(p[136], p[137])
    descending_aorta = Segment(p[138], p[139])
    pulmonary_bed = Segment(p[140], p[141])
    head_and_arm_arteries = p[142]
    upper_body_bed = Arterioles(p[143], p[144])
    trunk_and_leg_arteries = p[145]
    lower_body_bed = Arterioles(p[146], p[147])
    venous_return = p[148]
    venae_cavae = p[149]
    pulmonary_vein_ostia = p[150]
    coronary_arteries = p[151]
    subendocardial_arterioles = p[152]
    subepicardial_arterioles = p[153]
    subendocardial_veins = p[154]
    subepicardial_veins = p[155]
    axial_pump = RotaryPump(p[156], p[157], p[158], p[159], p[160], p[161], p[162], p[163], p[164], p[165])
    venous_drainage = RotaryPump(p[166], p[167], p[168], p[169], p[170], p[171], p[172], p[173], p[174], p[175])
    left_atrial_drainage = RotaryPump(p[176], p[177], p[178], p[179], p[180], p[181], p[182], p[183], p[184], p[185])
    # States
    v_la = y[0]
    v_lv = y[1]
    v_ra = y[2]
    v_rv = y[3]
    bound_rv = y[4]
    blocked_rv = y[5]
    weak_rv = y[6]
    strong_rv = y[7]
    strong_strain_rv = y[8]
    weak_strain_rv = y[9]
    v_ascending_aorta = y[10]
    v_thoracic_aorta = y[11]
    v_helium = y[12]
    v_abdominal_aorta = y[13]
    v_upper_body = y[14]
    v_lower_body = y[15]
    v_systemic_veins = y[16]
    v_great_veins = y[17]
    v_pulmonary_arteries = y[18]
    v_pulmonary_veins = y[19]
    v_intramural_arteries = y[20]
    v_subendocardium = y[21]
    v_subepicardium = y[22]
    q_mitral = y[23]
    opening_mitral = y[24]
    q_aortic = y[25]
    opening_aortic = y[26]
    q_tricuspid = y[27]
    opening_tricuspid = y[28]
    q_pulmonary = y[29]
    opening_pulmonary = y[30]
    q_septal_defect = y[31]
    q_aortic_arch = y[32]
    q_descending_aorta = y[33]
    q_pulmonary_bed = y[34]
    # Stores: their pressures, and the rates of what their walls do
    p_pericardium = pericardial_pressure(v_la + v_lv + v_ra + v_rv, pericardium)
    dy[35] = p_pericardium
    active_la = atrial_activation(time, period, la_timing)
    p_la = atrial_pressure(v_la, active_la, p_pericardium, la)
    dy[36] = p_la
    p_lv = chamber_pressure(v_lv, time, p_pericardium, lv_chamber)
    atp_lv = lv_chamber.atp
    dy[37] = p_lv
    dy[38] = atp_lv
    active_ra = atrial_activation(time, period, ra_timing)
    p_ra = atrial_pressure(v_ra, active_ra, p_pericardium, ra)
    dy[39] = p_ra
    stretch_rv = fibre_stretch(v_rv, rv_wall)
    stretch_rate_rv = fibre_stretch_rate(stretch_rv, v_rv, q_tricuspid - q_pulmonary + q_septal_defect, rv_wall)
    overlap_rv = filament_overlap(stretch_rv, bridges)
    tension_rv = active_tension(overlap_rv, weak_rv, strong_rv, weak_strain_rv, strong_strain_rv, rv_tension)
    stress_rv = fibre_stress(tension_rv, stretch_rv, stretch_rate_rv, rv_wall)
    p_rv = ventricular_pressure(stress_rv, v_rv, p_pericardium, rv_wall)
    detaching_rv = strong_detachment(strong_rv, strong_strain_rv, bridges)
    calcium_rv = calcium_concentration(time, rv_calcium)
    atp_rv = contractile_atp(overlap_rv, detaching_rv, rv_wall.volume, rv_tension)
    dy[4] = troponin_binding(calcium_rv, bound_rv, stretch_rv, bridges)  # bound_rv
    dy[5] = blocking(bound_rv, blocked_rv, weak_rv, strong_rv, bridges)  # blocked_rv
    dy[6] = weak_binding(blocked_rv, weak_rv, strong_rv, weak_strain_rv, bridges)  # weak_rv
    dy[7] = strong_binding(weak_rv, detaching_rv, bridges)  # strong_rv
    dy[8] = strong_straining(strong_strain_rv, stretch_rate_rv, bridges)  # strong_strain_rv
    dy[9] = weak_straining(weak_strain_rv, stretch_rate_rv, bridges)  # weak_strain_rv
    dy[40] = p_rv
    dy[41] = stretch_rv
    dy[42] = tension_rv
    dy[43] = stress_rv
    dy[44] = calcium_rv
    dy[45] = atp_rv
    p_ascending_aorta = arterial_pressure(v_ascending_aorta, q_aortic - q_aortic_arch, ascending_aorta)
    dy[46] = p_ascending_aorta
    p_abdominal_aorta = arterial_pressure(v_abdominal_aorta, q_descending_aorta, abdominal_aorta)
    dy[51] = p_abdominal_aorta
    p_upper_body = arterial_pressure(v_upper_body, 0.0, upper_body)
    dy[52] = p_upper_body
    p_lower_body = arterial_pressure(v_lower_body, 0.0, lower_body)
    dy[53] = p_lower_body
    p_systemic_veins = vessel_pressure(v_systemic_veins, 0.0, systemic_veins)
    dy[54] = p_systemic_veins
    p_great_veins = vessel_pressure(v_great_veins, 0.0, great_veins)
    dy[55] = p_great_veins
    p_pulmonary_arteries = vessel_pressure(v_pulmonary_arteries, q_pulmonary - q_pulmonary_bed, pulmonary_arteries)
    dy[56] = p_pulmonary_arteries
    p_pulmonary_veins = vessel_pressure(v_pulmonary_veins, q_pulmonary_bed, pulmonary_veins)
    dy[57] = p_pulmonary_veins
    p_intramural_arteries = squeezed_pressure(v_intramural_arteries, intramyocardial_pressure(p_lv, p_pericardium, intramural_arteries), intramural_arteries)
    dy[58] = p_intramural_arteries
    p_subendocardium = squeezed_pressure(v_subendocardium, intramyocardial_pressure(p_lv, p_pericardium, subendocardium), subendocardium)
    patency_subendocardium = patency(v_subendocardium, subendocardium_reference)
    dy[59] = p_subendocardium
    p_subepicardium = squeezed_pressure(v_subepicardium, intramyocardial_pressure(p_lv, p_pericardium, subepicardium), subepicardium)
    patency_subepicardium = patency(v_subepicardium, subepicardium_reference)
    dy[60] = p_subepicardium
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
    dy[12] = select(drive.pneumatic > 0.0, q_balloon, 0.0)  # v_helium
    dy[47] = p_thoracic_aorta
    dy[48] = v_balloon
    dy[49] = q_balloon
    dy[50] = p_helium
    # Links: flows without inertia, and the rates of the others and of leaflets
    area_mitral = inlet_area(opening_mitral, v_lv, p_la - p_lv, mitral, mitral_coaptation)
    dy[23] = orifice_acceleration(p_la - p_lv, q_mitral, area_mitral, mitral.shortness)  # q_mitral
    dy[24] = leaflet_rate(p_la - p_lv, opening_mitral, mitral)  # opening_mitral
    dy[25] = orifice_acceleration(p_lv - p_ascending_aorta, q_aortic, valve_area(opening_aortic, aortic), aortic.shortness)  # q_aortic
    dy[26] = leaflet_rate(p_lv - p_ascending_aorta, opening_aortic, aortic)  # opening_aortic
    dy[27] = orifice_acceleration(p_ra - p_rv, q_tricuspid, valve_area(opening_tricuspid, tricuspid), tricuspid.shortness)  # q_tricuspid
    dy[28] = leaflet_rate(p_ra - p_rv, opening_tricuspid, tricuspid)  # opening_tricuspid
    dy[29] = orifice_acceleration(p_rv - p_pulmonary_arteries, q_pulmonary, valve_area(opening_pulmonary, pulmonary), pulmonary.shortness)  # q_pulmonary
    dy[30] = leaflet_rate(p_rv - p_pulmonary_arteries, opening_pulmonary, pulmonary)  # opening_pulmonary
    dy[32] = segment_acceleration(p_ascending_aorta - p_thoracic_aorta, q_aortic_arch, narrowing, aortic_arch)  # q_aortic_arch
    dy[33] = segment_acceleration(p_thoracic_aorta - p_abdominal_aorta, q_descending_aorta, narrowing, descending_aorta)  # q_descending_aorta
    dy[11] = q_aortic_arch - q_descending_aorta  # v_thoracic_aorta
    dy[34] = segment_acceleration(p_pulmonary_arteries - p_pulmonary_veins, q_pulmonary_bed, 1.0, pulmonary_bed)  # q_pulmonary_bed
    dy[18] = q_pulmonary - q_pulmonary_bed  # v_pulmonary_arteries
    q_head_and_arm_arteries = bed_flow(p_ascending_aorta - p_upper_body, head_and_arm_arteries)
    dy[61] = q_head_and_arm_arteries
    q_upper_body_bed = arteriolar_flow(p_upper_body, p_systemic_veins, upper_body_bed)
    dy[62] = q_upper_body_bed
    dy[14] = q_head_and_arm_arteries - q_upper_body_bed  # v_upper_body
    q_trunk_and_leg_arteries = bed_flow(p_abdominal_aorta - p_lower_body, trunk_and_leg_arteries)
    dy[63] = q_trunk_and_leg_arteries
    q_lower_body_bed = arteriolar_flow(p_lower_body, p_systemic_veins, lower_body_bed)
    dy[64] = q_lower_body_bed
    dy[15] = q_trunk_and_leg_arteries - q_lower_body_bed  # v_lower_body
    q_venous_return = bed_flow(p_systemic_veins - p_great_veins, venous_return)
    dy[65] = q_venous_return
    dy[16] = q_upper_body_bed + q_lower_body_bed - q_venous_return  # v_systemic_veins
    q_venae_cavae = bed_flow(p_great_veins - p_ra, venae_cavae)
    dy[66] = q_venae_cavae
    dy[17] = q_venous_return - q_venae_cavae  # v_great_veins
    q_pulmonary_vein_ostia = bed_flow(p_pulmonary_veins - p_la, pulmonary_vein_ostia)
    dy[67] = q_pulmonary_vein_ostia
    dy[19] = q_pulmonary_bed - q_pulmonary_vein_ostia  # v_pulmonary_veins
    q_coronary_arteries = bed_flow(p_ascending_aorta - p_intramural_arteries, coronary_arteries)
    dy[68] = q_coronary_arteries
    q_subendocardial_arterioles = bed_flow(p_intramural_arteries - p_subendocardium, subendocardial_arterioles * patency_subendocardium)
    dy[69] = q_subendocardial_arterioles
    q_subepicardial_arterioles = bed_flow(p_intramural_arteries - p_subepicardium, subepicardial_arterioles * patency_subepicardium)
    dy[70] = q_subepicardial_arterioles
    dy[20] = q_coronary_arteries - q_subendocardial_arterioles - q_subepicardial_arterioles  # v_intramural_arteries
    q_subendocardial_veins = bed_flow(p_subendocardium - p_ra, subendocardial_veins * patency_subendocardium)
    dy[71] = q_subendocardial_veins
    dy[21] = q_subendocardial_arterioles - q_subendocardial_veins  # v_subendocardium
    q_subepicardial_veins = bed_flow(p_subepicardium - p_ra, subepicardial_veins * patency_subepicardium)
    dy[72] = q_subepicardial_veins
    dy[22] = q_subepicardial_arterioles - q_subepicardial_veins  # v_subepicardium
    dy[31] = only_if(septal_defect.area > 0.0, lambda: orifice_acceleration(p_lv - p_rv, q_septal_defect, septal_defect.area, septal_defect.shortness), 0.0)  # q_septal_defect
    dy[3] = q_tricuspid - q_pulmonary + q_septal_defect  # v_rv
    q_axial_pump = only_if(axial_pump.running > 0.0, lambda: pump_flow(p_lv, p_ascending_aorta, v_lv, axial_pump), 0.0)
    dy[73] = q_axial_pump
    dy[1] = q_mitral - q_aortic - q_septal_defect - q_axial_pump  # v_lv
    dy[10] = q_aortic - q_aortic_arch - q_head_and_arm_arteries - q_coronary_arteries + q_axial_pump  # v_ascending_aorta
    q_venous_drainage = only_if(venous_drainage.running > 0.0, lambda: drained_flow(p_ra, p_la, p_abdominal_aorta, v_ra, venous_drainage), 0.0)
    dy[74] = q_venous_drainage
    dy[2] = -q_tricuspid + q_venae_cavae + q_subendocardial_veins + q_subepicardial_veins - q_venous_drainage  # v_ra
    q_left_atrial_drainage = only_if(left_atrial_drainage.running > 0.0, lambda: drained_flow(p_la, p_ra, p_abdominal_aorta, v_la, left_atrial_drainage), 0.0)
    dy[75] = q_left_atrial_drainage
    dy[0] = -q_mitral + q_pulmonary_vein_ostia - q_left_atrial_drainage  # v_la
    dy[13] = q_descending_aorta - q_trunk_and_leg_arteries + q_venous_drainage + q_left_atrial_drainage  # v_abdominal_aorta
