import { alibabaFaults } from './alibaba.ts'
import { awsFaults } from './aws.ts'
import { huaweiFaults } from './huawei.ts'
import type { PlantedFault } from './plant.ts'
import { quilibriumFaults } from './quilibrium.ts'

/** Every planted fault of every cloud. */
export const faults: readonly PlantedFault[] = [...awsFaults, ...alibabaFaults, ...huaweiFaults, ...quilibriumFaults]
