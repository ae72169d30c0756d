"""The right-hand side of the closed loop. Written by ``make assemble``; do not edit."""

from typing import Any

from diastole.law import only_if, select
from diastole.model.devices.balloon_pump.balloon import Drive, Inflation, driven_balloon, prescribed_balloon
from diastole.model.devices.rotary_pump import RotaryPump, drained_flow, pump_flow
from diastole.model.physiology.atrium import Atrium, atrial_pressure
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
    ("bound_lv", "1"),
    ("blocked_lv", "1"),
    ("weak_lv", "1"),
    ("strong_lv", "1"),
    ("strong_strain_lv", "1"),
    ("weak_strain_lv", "1"),
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
    ("lv_wall", "Wall"),
    ("lv_tension", "Tension"),
    ("lv_calcium", "Calcium"),
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
    ("stretch_lv", "1"),
    ("tension_lv", "kPa"),
    ("stress_lv", "kPa"),
    ("calcium_lv", "µM"),
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

TYPES: dict[str, Any] = {"Arterioles": Arterioles, "Artery": Artery, "AtrialTiming": AtrialTiming, "Atrium": Atrium, "Calcium": Calcium, "Coaptation": Coaptation, "Coronary": Coronary, "Crossbridges": Crossbridges, "Drive": Drive, "Hole": Hole, "Inflation": Inflation, "Pericardium": Pericardium, "RotaryPump": RotaryPump, "Segment": Segment, "Tension": Tension, "Valve": Valve, "Vessel": Vessel, "Wall": Wall}


def rates(time: Any, y: Any, p: Any, dy: Any) -> None:
    """Set dy to the rates of the states y at a time of the beat [s], and behind them to the signals."""
    # Parameters
    period = p[0]
    pericardium = Pericardium(p[1], p[2], p[3])
    bridges = Crossbridges(p[4], p[5], p[6], p[7], p[8], p[9], p[10], p[11], p[12], p[13], p[14], p[15], p[16], p[17], p[18], p[19])
    la = Atrium(p[20], p[21], p[22], p[23])
    la_timing = AtrialTiming(p[24], p[25])
    lv_wall = Wall(p[26], p[27], p[28], p[29], p[30])
    lv_tension = Tension(p[31], p[32])
    lv_calcium = Calcium(p[33], p[34], p[35], p[36], p[37], p[38])
    ra = Atrium(p[39], p[40], p[41], p[42])
    ra_timing = AtrialTiming(p[43], p[44])
    rv_wall = Wall(p[45], p[46], p[47], p[48], p[49])
    rv_tension = Tension(p[50], p[51])
    rv_calcium = Calcium(p[52], p[53], p[54], p[55], p[56], p[57])
    ascending_aorta = Artery(p[58], p[59], p[60])
    thoracic_aorta = Artery(p[61], p[62], p[63])
    drive = Drive(p[64], p[65], p[66], p[67], p[68], p[69], p[70])
    earlier = Inflation(p[71], p[72], p[73])
    present = Inflation(p[74], p[75], p[76])
    abdominal_aorta = Artery(p[77], p[78], p[79])
    upper_body = Artery(p[80], p[81], p[82])
    lower_body = Artery(p[83], p[84], p[85])
    systemic_veins = Vessel(p[86], p[87], p[88], p[89])
    great_veins = Vessel(p[90], p[91], p[92], p[93])
    pulmonary_arteries = Vessel(p[94], p[95], p[96], p[97])
    pulmonary_veins = Vessel(p[98], p[99], p[100], p[101])
    intramural_arteries = Coronary(p[102], p[103], p[104])
    subendocardium = Coronary(p[105], p[106], p[107])
    subendocardium_reference = p[108]
    subepicardium = Coronary(p[109], p[110], p[111])
    subepicardium_reference = p[112]
    mitral = Valve(p[113], p[114], p[115], p[116], p[117], p[118])
    mitral_coaptation = Coaptation(p[119], p[120], p[121], p[122])
    aortic = Valve(p[123], p[124], p[125], p[126], p[127], p[128])
    tricuspid = Valve(p[129], p[130], p[131], p[132], p[133], p[134])
    pulmonary = Valve(p[135], p[136], p[137], p[138], p[139], p[140])
    septal_defect = Hole(p[141], p[142])
    aortic_arch = Segment(p[143], p[144])
    descending_aorta = Segment(p[145], p[146])
    pulmonary_bed = Segment(p[147], p[148])
    head_and_arm_arteries = p[149]
    upper_body_bed = Arterioles(p[150], p[151])
    trunk_and_leg_arteries = p[152]
    lower_body_bed = Arterioles(p[153], p[154])
    venous_return = p[155]
    venae_cavae = p[156]
    pulmonary_vein_ostia = p[157]
    coronary_arteries = p[158]
    subendocardial_arterioles = p[159]
    subepicardial_arterioles = p[160]
    subendocardial_veins = p[161]
    subepicardial_veins = p[162]
    axial_pump = RotaryPump(p[163], p[164], p[165], p[166], p[167], p[168], p[169], p[170], p[171], p[172])
    venous_drainage = RotaryPump(p[173], p[174], p[175], p[176], p[177], p[178], p[179], p[180], p[181], p[182])
    left_atrial_drainage = RotaryPump(p[183], p[184], p[185], p[186], p[187], p[188], p[189], p[190], p[191], p[192])
    # States
    v_la = y[0]
    v_lv = y[1]
    bound_lv = y[2]
    blocked_lv = y[3]
    weak_lv = y[4]
    strong_lv = y[5]
    strong_strain_lv = y[6]
    weak_strain_lv = y[7]
    v_ra = y[8]
    v_rv = y[9]
    bound_rv = y[10]
    blocked_rv = y[11]
    weak_rv = y[12]
    strong_rv = y[13]
    strong_strain_rv = y[14]
    weak_strain_rv = y[15]
    v_ascending_aorta = y[16]
    v_thoracic_aorta = y[17]
    v_helium = y[18]
    v_abdominal_aorta = y[19]
    v_upper_body = y[20]
    v_lower_body = y[21]
    v_systemic_veins = y[22]
    v_great_veins = y[23]
    v_pulmonary_arteries = y[24]
    v_pulmonary_veins = y[25]
    v_intramural_arteries = y[26]
    v_subendocardium = y[27]
    v_subepicardium = y[28]
    q_mitral = y[29]
    opening_mitral = y[30]
    q_aortic = y[31]
    opening_aortic = y[32]
    q_tricuspid = y[33]
    opening_tricuspid = y[34]
    q_pulmonary = y[35]
    opening_pulmonary = y[36]
    q_septal_defect = y[37]
    q_aortic_arch = y[38]
    q_descending_aorta = y[39]
    q_pulmonary_bed = y[40]
    # Stores: their pressures, and the rates of what their walls do
    p_pericardium = pericardial_pressure(v_la + v_lv + v_ra + v_rv, pericardium)
    dy[41] = p_pericardium
    active_la = atrial_activation(time, period, la_timing)
    p_la = atrial_pressure(v_la, active_la, p_pericardium, la)
    dy[42] = p_la
    stretch_lv = fibre_stretch(v_lv, lv_wall)
    stretch_rate_lv = fibre_stretch_rate(stretch_lv, v_lv, q_mitral - q_aortic - q_septal_defect, lv_wall)
    overlap_lv = filament_overlap(stretch_lv, bridges)
    tension_lv = active_tension(overlap_lv, weak_lv, strong_lv, weak_strain_lv, strong_strain_lv, lv_tension)
    stress_lv = fibre_stress(tension_lv, stretch_lv, stretch_rate_lv, lv_wall)
    p_lv = ventricular_pressure(stress_lv, v_lv, p_pericardium, lv_wall)
    detaching_lv = strong_detachment(strong_lv, strong_strain_lv, bridges)
    calcium_lv = calcium_concentration(time, lv_calcium)
    atp_lv = contractile_atp(overlap_lv, detaching_lv, lv_wall.volume, lv_tension)
    dy[2] = troponin_binding(calcium_lv, bound_lv, stretch_lv, bridges)  # bound_lv
    dy[3] = blocking(bound_lv, blocked_lv, weak_lv, strong_lv, bridges)  # blocked_lv
    dy[4] = weak_binding(blocked_lv, weak_lv, strong_lv, weak_strain_lv, bridges)  # weak_lv
    dy[5] = strong_binding(weak_lv, detaching_lv, bridges)  # strong_lv
    dy[6] = strong_straining(strong_strain_lv, stretch_rate_lv, bridges)  # strong_strain_lv
    dy[7] = weak_straining(weak_strain_lv, stretch_rate_lv, bridges)  # weak_strain_lv
    dy[43] = p_lv
    dy[44] = stretch_lv
    dy[45] = tension_lv
    dy[46] = stress_lv
    dy[47] = calcium_lv
    dy[48] = atp_lv
    active_ra = atrial_activation(time, period, ra_timing)
    p_ra = atrial_pressure(v_ra, active_ra, p_pericardium, ra)
    dy[49] = p_ra
    stretch_rv = fibre_stretch(v_rv, rv_wall)
    stretch_rate_rv = fibre_stretch_rate(stretch_rv, v_rv, q_tricuspid - q_pulmonary + q_septal_defect, rv_wall)
    overlap_rv = filament_overlap(stretch_rv, bridges)
    tension_rv = active_tension(overlap_rv, weak_rv, strong_rv, weak_strain_rv, strong_strain_rv, rv_tension)
    stress_rv = fibre_stress(tension_rv, stretch_rv, stretch_rate_rv, rv_wall)
    p_rv = ventricular_pressure(stress_rv, v_rv, p_pericardium, rv_wall)
    detaching_rv = strong_detachment(strong_rv, strong_strain_rv, bridges)
    calcium_rv = calcium_concentration(time, rv_calcium)
    atp_rv = contractile_atp(overlap_rv, detaching_rv, rv_wall.volume, rv_tension)
    dy[10] = troponin_binding(calcium_rv, bound_rv, stretch_rv, bridges)  # bound_rv
    dy[11] = blocking(bound_rv, blocked_rv, weak_rv, strong_rv, bridges)  # blocked_rv
    dy[12] = weak_binding(blocked_rv, weak_rv, strong_rv, weak_strain_rv, bridges)  # weak_rv
    dy[13] = strong_binding(weak_rv, detaching_rv, bridges)  # strong_rv
    dy[14] = strong_straining(strong_strain_rv, stretch_rate_rv, bridges)  # strong_strain_rv
    dy[15] = weak_straining(weak_strain_rv, stretch_rate_rv, bridges)  # weak_strain_rv
    dy[50] = p_rv
    dy[51] = stretch_rv
    dy[52] = tension_rv
    dy[53] = stress_rv
    dy[54] = calcium_rv
    dy[55] = atp_rv
    p_ascending_aorta = arterial_pressure(v_ascending_aorta, q_aortic - q_aortic_arch, ascending_aorta)
    dy[56] = p_ascending_aorta
    p_abdominal_aorta = arterial_pressure(v_abdominal_aorta, q_descending_aorta, abdominal_aorta)
    dy[61] = p_abdominal_aorta
    p_upper_body = arterial_pressure(v_upper_body, 0.0, upper_body)
    dy[62] = p_upper_body
    p_lower_body = arterial_pressure(v_lower_body, 0.0, lower_body)
    dy[63] = p_lower_body
    p_systemic_veins = vessel_pressure(v_systemic_veins, 0.0, systemic_veins)
    dy[64] = p_systemic_veins
    p_great_veins = vessel_pressure(v_great_veins, 0.0, great_veins)
    dy[65] = p_great_veins
    p_pulmonary_arteries = vessel_pressure(v_pulmonary_arteries, q_pulmonary - q_pulmonary_bed, pulmonary_arteries)
    dy[66] = p_pulmonary_arteries
    p_pulmonary_veins = vessel_pressure(v_pulmonary_veins, q_pulmonary_bed, pulmonary_veins)
    dy[67] = p_pulmonary_veins
    p_intramural_arteries = squeezed_pressure(v_intramural_arteries, intramyocardial_pressure(p_lv, p_pericardium, intramural_arteries), intramural_arteries)
    dy[68] = p_intramural_arteries
    p_subendocardium = squeezed_pressure(v_subendocardium, intramyocardial_pressure(p_lv, p_pericardium, subendocardium), subendocardium)
    patency_subendocardium = patency(v_subendocardium, subendocardium_reference)
    dy[69] = p_subendocardium
    p_subepicardium = squeezed_pressure(v_subepicardium, intramyocardial_pressure(p_lv, p_pericardium, subepicardium), subepicardium)
    patency_subepicardium = patency(v_subepicardium, subepicardium_reference)
    dy[70] = p_subepicardium
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
    dy[18] = select(drive.pneumatic > 0.0, q_balloon, 0.0)  # v_helium
    dy[57] = p_thoracic_aorta
    dy[58] = v_balloon
    dy[59] = q_balloon
    dy[60] = p_helium
    # Links: flows without inertia, and the rates of the others and of leaflets
    area_mitral = inlet_area(opening_mitral, v_lv, p_la - p_lv, mitral, mitral_coaptation)
    dy[29] = orifice_acceleration(p_la - p_lv, q_mitral, area_mitral, mitral.shortness)  # q_mitral
    dy[30] = leaflet_rate(p_la - p_lv, opening_mitral, mitral)  # opening_mitral
    dy[31] = orifice_acceleration(p_lv - p_ascending_aorta, q_aortic, valve_area(opening_aortic, aortic), aortic.shortness)  # q_aortic
    dy[32] = leaflet_rate(p_lv - p_ascending_aorta, opening_aortic, aortic)  # opening_aortic
    dy[33] = orifice_acceleration(p_ra - p_rv, q_tricuspid, valve_area(opening_tricuspid, tricuspid), tricuspid.shortness)  # q_tricuspid
    dy[34] = leaflet_rate(p_ra - p_rv, opening_tricuspid, tricuspid)  # opening_tricuspid
    dy[35] = orifice_acceleration(p_rv - p_pulmonary_arteries, q_pulmonary, valve_area(opening_pulmonary, pulmonary), pulmonary.shortness)  # q_pulmonary
    dy[36] = leaflet_rate(p_rv - p_pulmonary_arteries, opening_pulmonary, pulmonary)  # opening_pulmonary
    dy[38] = segment_acceleration(p_ascending_aorta - p_thoracic_aorta, q_aortic_arch, narrowing, aortic_arch)  # q_aortic_arch
    dy[39] = segment_acceleration(p_thoracic_aorta - p_abdominal_aorta, q_descending_aorta, narrowing, descending_aorta)  # q_descending_aorta
    dy[17] = q_aortic_arch - q_descending_aorta  # v_thoracic_aorta
    dy[40] = segment_acceleration(p_pulmonary_arteries - p_pulmonary_veins, q_pulmonary_bed, 1.0, pulmonary_bed)  # q_pulmonary_bed
    dy[24] = q_pulmonary - q_pulmonary_bed  # v_pulmonary_arteries
    q_head_and_arm_arteries = bed_flow(p_ascending_aorta - p_upper_body, head_and_arm_arteries)
    dy[71] = q_head_and_arm_arteries
    q_upper_body_bed = arteriolar_flow(p_upper_body, p_systemic_veins, upper_body_bed)
    dy[72] = q_upper_body_bed
    dy[20] = q_head_and_arm_arteries - q_upper_body_bed  # v_upper_body
    q_trunk_and_leg_arteries = bed_flow(p_abdominal_aorta - p_lower_body, trunk_and_leg_arteries)
    dy[73] = q_trunk_and_leg_arteries
    q_lower_body_bed = arteriolar_flow(p_lower_body, p_systemic_veins, lower_body_bed)
    dy[74] = q_lower_body_bed
    dy[21] = q_trunk_and_leg_arteries - q_lower_body_bed  # v_lower_body
    q_venous_return = bed_flow(p_systemic_veins - p_great_veins, venous_return)
    dy[75] = q_venous_return
    dy[22] = q_upper_body_bed + q_lower_body_bed - q_venous_return  # v_systemic_veins
    q_venae_cavae = bed_flow(p_great_veins - p_ra, venae_cavae)
    dy[76] = q_venae_cavae
    dy[23] = q_venous_return - q_venae_cavae  # v_great_veins
    q_pulmonary_vein_ostia = bed_flow(p_pulmonary_veins - p_la, pulmonary_vein_ostia)
    dy[77] = q_pulmonary_vein_ostia
    dy[25] = q_pulmonary_bed - q_pulmonary_vein_ostia  # v_pulmonary_veins
    q_coronary_arteries = bed_flow(p_ascending_aorta - p_intramural_arteries, coronary_arteries)
    dy[78] = q_coronary_arteries
    q_subendocardial_arterioles = bed_flow(p_intramural_arteries - p_subendocardium, subendocardial_arterioles * patency_subendocardium)
    dy[79] = q_subendocardial_arterioles
    q_subepicardial_arterioles = bed_flow(p_intramural_arteries - p_subepicardium, subepicardial_arterioles * patency_subepicardium)
    dy[80] = q_subepicardial_arterioles
    dy[26] = q_coronary_arteries - q_subendocardial_arterioles - q_subepicardial_arterioles  # v_intramural_arteries
    q_subendocardial_veins = bed_flow(p_subendocardium - p_ra, subendocardial_veins * patency_subendocardium)
    dy[81] = q_subendocardial_veins
    dy[27] = q_subendocardial_arterioles - q_subendocardial_veins  # v_subendocardium
    q_subepicardial_veins = bed_flow(p_subepicardium - p_ra, subepicardial_veins * patency_subepicardium)
    dy[82] = q_subepicardial_veins
    dy[28] = q_subepicardial_arterioles - q_subepicardial_veins  # v_subepicardium
    dy[37] = only_if(septal_defect.area > 0.0, lambda: orifice_acceleration(p_lv - p_rv, q_septal_defect, septal_defect.area, septal_defect.shortness), 0.0)  # q_septal_defect
    dy[9] = q_tricuspid - q_pulmonary + q_septal_defect  # v_rv
    q_axial_pump = only_if(axial_pump.running > 0.0, lambda: pump_flow(p_lv, p_ascending_aorta, v_lv, axial_pump), 0.0)
    dy[83] = q_axial_pump
    dy[1] = q_mitral - q_aortic - q_septal_defect - q_axial_pump  # v_lv
    dy[16] = q_aortic - q_aortic_arch - q_head_and_arm_arteries - q_coronary_arteries + q_axial_pump  # v_ascending_aorta
    q_venous_drainage = only_if(venous_drainage.running > 0.0, lambda: drained_flow(p_ra, p_la, p_abdominal_aorta, v_ra, venous_drainage), 0.0)
    dy[84] = q_venous_drainage
    dy[8] = -q_tricuspid + q_venae_cavae + q_subendocardial_veins + q_subepicardial_veins - q_venous_drainage  # v_ra
    q_left_atrial_drainage = only_if(left_atrial_drainage.running > 0.0, lambda: drained_flow(p_la, p_ra, p_abdominal_aorta, v_la, left_atrial_drainage), 0.0)
    dy[85] = q_left_atrial_drainage
    dy[0] = -q_mitral + q_pulmonary_vein_ostia - q_left_atrial_drainage  # v_la
    dy[19] = q_descending_aorta - q_trunk_and_leg_arteries + q_venous_drainage + q_left_atrial_drainage  # v_abdominal_aorta
