/** What the parameter of an activation is where a sweep does not say. */
export const DEFAULT_LEAKY_SLOPE = 0.01
/** Source: He et al. 2015, section 3; torch.nn.PReLU. */
export const DEFAULT_PRELU_SLOPE = 0.25
export const DEFAULT_ELU_ALPHA = 1
