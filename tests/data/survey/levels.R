# Levels and changes of survey.csv by R's survey package, for comparison. From the repository's root:
#
#     Rscript tests/data/survey/levels.R > tests/data/survey/r_levels.csv
#
# Everything here is survey's own: svydesign with nested clusters, svymean, svyratio, svyby for groups
# (which are domains: the design stays whole), confint of svyciprop's logit method with the design's
# degrees of freedom, svycontrast by the delta method for changes, both rounds being one design.
# Scores are whole numbers over 24 and cutoffs whole numbers too, so no household falls off a cutoff.

suppressMessages(library(survey))
options(survey.lonely.psu = "fail")
d <- read.csv("tests/data/survey/survey.csv", na.strings = "", colClasses = c(year = "character"))
indicators <- c("nutrition", "mortality", "attendance", "schooling", "water", "toilet", "fuel", "assets")
weight24 <- c(4, 4, 4, 4, 2, 2, 2, 2)
cutoffs <- list("1/3" = 8, "0.26" = 7, "1/2" = 12)   # 0.26 * 24 = 6.24: from 7 on
# Nobody of school age: not deprived in attendance, and that is known.
d$attendance[d$school_age == 0] <- 0
# Rows with an unknown answer are dropped first, the design is declared after that.
d <- d[complete.cases(d[indicators]), ]
score <- as.vector(as.matrix(d[indicators]) %*% weight24)
d$one <- 1
for (k in seq_along(cutoffs)) {
  p <- as.numeric(score >= cutoffs[[k]])
  d[[paste0("poor", k)]] <- p
  d[[paste0("depth", k)]] <- p * score / 24
  for (j in seq_along(indicators)) {
    d[[paste0("cens", k, "_", j)]] <- p * d[[indicators[j]]]
    d[[paste0("part", k, "_", j)]] <- p * d[[indicators[j]]] * weight24[j] / 24
  }
}
des <- svydesign(ids = ~village, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
df <- degf(des)

out <- list()
put <- function(kind, statistic, cutoff, by, group, time, indicator, estimate, se, lower, upper)
  out[[length(out) + 1]] <<- data.frame(kind, statistic, cutoff, by, group, time, indicator,
    estimate = as.numeric(estimate), se = as.numeric(se), lower = as.numeric(lower), upper = as.numeric(upper))

# The logit interval of svyciprop (qlogis, t quantile), for means and for ratios alike.
logit <- function(p, se) {
  if (is.na(p) || p <= 0 || p >= 1) return(c(NA, NA))
  plogis(qlogis(p) + c(-1, 1) * qt(0.975, df) * se / (p * (1 - p)))
}
statistics <- list()
for (j in seq_along(indicators))
  statistics[[length(statistics) + 1]] <- list("headcount", "", indicators[j], indicators[j], "one", 1)
for (k in seq_along(cutoffs)) {
  name <- names(cutoffs)[k]
  statistics <- c(statistics, list(
    list("H", name, "", paste0("poor", k), "one", 1), list("A", name, "", paste0("depth", k), paste0("poor", k), 1),
    list("M0", name, "", paste0("depth", k), "one", 1)))
  for (j in seq_along(indicators)) statistics <- c(statistics, list(
    list("censored_headcount", name, indicators[j], paste0("cens", k, "_", j), "one", 1),
    list("contribution", name, indicators[j], paste0("part", k, "_", j), "one", 1),
    list("contribution_percent", name, indicators[j], paste0("part", k, "_", j), paste0("depth", k), 100)))
}
f <- function(name) as.formula(paste("~", paste(name, collapse = "+")))

# Levels: of all and by group, each by round. Means where the lower sum is the rows, else ratios.
domains <- list(list("", ~year), list("area", ~area + year), list("region", ~region + year))
for (dom in domains) for (s in statistics) {
  means <- s[[5]] == "one"
  found <- if (means) svyby(f(s[[4]]), dom[[2]], des, svymean) else
    svyby(f(s[[4]]), dom[[2]], des, svyratio, denominator = f(s[[5]]))
  est <- coef(found); err <- as.numeric(SE(found))
  for (i in seq_along(est)) {
    ci <- logit(est[i], err[i])
    put("level", s[[1]], s[[2]], dom[[1]], if (dom[[1]] == "") "" else found[[dom[[1]]]][i], found$year[i],
        s[[3]], s[[6]] * est[i], s[[6]] * err[i], s[[6]] * ci[1], s[[6]] * ci[2])
  }
}
# The interval above is that of svyciprop: shown once, on H.
by_year <- subset(des, year == "2560")
ours <- subset(do.call(rbind, out), statistic == "H" & cutoff == "1/3" & by == "" & time == "2560")
theirs <- confint(svyciprop(~poor1, by_year, method = "logit", df = df))
stopifnot(all.equal(c(ours$lower, ours$upper), as.numeric(theirs), tolerance = 1e-9))

# Population shares: a group's weight over that of its round.
for (by in c("area", "region")) for (g in sort(unique(d[[by]]))) for (y in sort(unique(d$year))) {
  des$variables$top <- as.numeric(d[[by]] == g & d$year == y)
  des$variables$bottom <- as.numeric(d$year == y)
  r <- svyratio(~top, ~bottom, des); ci <- logit(coef(r), SE(r))
  put("level", "population_share", "", by, g, y, "", coef(r), SE(r), ci[1], ci[2])
}

# Changes of H, A, M0 and headcounts: contrasts of the totals at both rounds, which are one design.
z <- qnorm(0.975)
changed <- function(by, g, s) {
  inside <- if (by == "") rep(TRUE, nrow(d)) else d[[by]] == g
  for (round in 1:2) {
    there <- inside & d$year == c("2560", "2564")[round]
    des$variables[[paste0("over", round)]] <<- d[[s[[4]]]] * there
    des$variables[[paste0("under", round)]] <<- d[[s[[5]]]] * there
  }
  totals <- svytotal(~over1 + under1 + over2 + under2, des)
  told <- list(absolute = quote(over2 / under2 - over1 / under1),
               relative = quote(100 * ((over2 / under2) / (over1 / under1) - 1)),
               absolute_annual = quote((over2 / under2 - over1 / under1) / 4),
               relative_annual = quote(100 * (((over2 / under2) / (over1 / under1))^(1 / 4) - 1)))
  for (kind in names(told)) {
    r <- svycontrast(totals, told[[kind]])
    unit <- if (startsWith(kind, "absolute")) s[[6]] else 1
    put(kind, s[[1]], s[[2]], by, g, "2560-2564", s[[3]], unit * coef(r), unit * SE(r),
        unit * (coef(r) - z * SE(r)), unit * (coef(r) + z * SE(r)))
  }
}
for (s in statistics) if (s[[2]] %in% c("", "1/3")) {
  changed("", "", s)
  if (s[[1]] %in% c("H", "A", "M0")) for (by in c("area", "region")) for (g in sort(unique(d[[by]]))) changed(by, g, s)
}

cat("# Written by tests/data/survey/levels.R from survey.csv (make_survey.py): do not edit.\n")
cat("# Command: Rscript tests/data/survey/levels.R > tests/data/survey/r_levels.csv\n")
cat("# ", R.version.string, "; survey ", as.character(packageVersion("survey")), "; degrees of freedom ", df, "\n", sep = "")
out <- do.call(rbind, out)
for (name in c("estimate", "se", "lower", "upper"))
  out[[name]] <- ifelse(is.na(out[[name]]), "", formatC(out[[name]], digits = 16, format = "g"))
write.csv(out, stdout(), row.names = FALSE, quote = FALSE)
