"""What the methods rest on: every work that the scoring modules cite, and those that the codebook is built of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A work by authors, year, title and where it was published, and what it is used for here."""

    authors: str
    year: int
    title: str
    venue: str
    used_for: str


REFERENCES = (
    Reference(
        "Arnstein, S. R.", 1969, "A ladder of citizen participation", "Journal of the American Institute of Planners",
        "the idea of a ladder, and of tokenism on its middle rungs",
    ),
    Reference(
        "Boyle, D., Slay, J. and Stephens, L.", 2010,
        "Public Services Inside Out: Putting Co-production into Practice",
        "London: NESTA and the New Economics Foundation (NEF)",
        "what co-production is, and what it is not",
    ),
    Reference(
        "Chaudhuri, S., Ganti, V. and Kaushik, R.", 2006, "A primitive operator for similarity joins in data cleaning",
        "International Conference on Data Engineering", "finding claims that stand in several documents",
    ),
    Reference(
        "Efron, B. and Tibshirani, R. J.", 1993, "An Introduction to the Bootstrap", "New York: Chapman & Hall",
        "intervals of how often verdicts and pages are right, by drawing whole documents again",
    ),
    Reference(
        "Gelman, A., Carlin, J. B., Stern, H. S., Dunson, D. B., Vehtari, A. and Rubin, D. B.", 2013,
        "Bayesian Data Analysis, third edition", "Boca Raton: CRC Press",
        "the hierarchical model for all documents of a kind, and intervals from draws",
    ),
    Reference(
        "Kalton, G. and Anderson, D. W.", 1986, "Sampling rare populations",
        "Journal of the Royal Statistical Society, Series A", "weights of passages that several draws could have taken",
    ),
    Reference(
        "Kish, L.", 1965, "Survey Sampling", "New York: Wiley",
        "the effective number of lines that were drawn with unequal chances",
    ),
    Reference(
        "Kleinman, J. C.", 1973, "Proportions with extraneous variance: single and independent samples",
        "Journal of the American Statistical Association", "error rates that vary from one organisation to another",
    ),
    Reference(
        "Manski, C. F. and Lerman, S. R.", 1977, "The estimation of choice probabilities from choice based samples",
        "Econometrica", "error rates from lines that were drawn by what the program said of them",
    ),
    Reference(
        "Mikhaylov, S., Laver, M. and Benoit, K. R.", 2012,
        "Coder reliability and misclassification in the human coding of party manifestos", "Political Analysis",
        "why errors of coding must be carried into scores",
    ),
    Reference(
        "Rubin, D. B.", 1981, "The Bayesian bootstrap", "The Annals of Statistics",
        "error rates of the labels of passages, behind the corrected matrix",
    ),
    Reference(
        "Saerens, M., Latinne, P. and Decaestecker, C.", 2002,
        "Adjusting the outputs of a classifier to new a priori probabilities: a simple procedure", "Neural Computation",
        "finding true shares from labels whose errors are known",
    ),
    Reference(
        "Schmidli, H., Gsteiger, S., Roychoudhury, S., O’Hagan, A., Spiegelhalter, D. and Neuenschwander, B.", 2014,
        "Robust meta-analytic-predictive priors in clinical trials with historical control information", "Biometrics",
        "a prior that leans on what was judged and gives way where an organisation is different",
    ),
    Reference(
        "Wilson, E. B.", 1927, "Probable inference, the law of succession, and statistical inference",
        "Journal of the American Statistical Association",
        "intervals of the shares in the ladder of claims and practice, which are of counts and carry no errors",
    ),
)  # fmt: skip
