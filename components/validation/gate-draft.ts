import { completeRules, type GateRule, type GateRules, usualRule } from '@/lib/domain/validation/schema';

export interface GateDraft {
  mustBeValidated: boolean;
  rules: GateRule[];
}

/** All rules of a model, those that nobody named as usual. */
export const gateDraftOf = ({ mustBeValidated, rules }: GateRules): GateDraft => ({
  mustBeValidated,
  rules: completeRules({ rules }),
});

/** Rules that are not the usual ones: only these are kept, so that the others follow the product. */
export const gateRulesOf = ({ mustBeValidated, rules }: GateDraft): GateRules => ({
  mustBeValidated,
  rules: rules.filter(({ check, severity, threshold }) => {
    const usual = usualRule(check);
    return severity !== usual.severity || threshold !== usual.threshold;
  }),
});
