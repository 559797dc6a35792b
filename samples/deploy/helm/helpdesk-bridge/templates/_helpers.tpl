{{- define "helpdesk-bridge.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "helpdesk-bridge.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "helpdesk-bridge.labels" -}}
{{ include "helpdesk-bridge.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- /* Not empty where several processes may work on the store. */ -}}
{{- define "helpdesk-bridge.isCluster" -}}
{{- $provider := get (get (.Values.settings | default dict) "Cluster" | default dict) "Provider" | default "None" -}}
{{- if ne (lower (toString $provider)) "none" -}}true{{- end -}}
{{- end -}}

{{- /* "helm upgrade --reuse-values" keeps the values of an older chart, which has no "replicas". */ -}}
{{- define "helpdesk-bridge.replicas" -}}
{{- kindIs "invalid" .Values.replicas | ternary 1 .Values.replicas | int -}}
{{- end -}}

{{- /* A port of settings.Cluster: the root, the key, and the default of the service. */ -}}
{{- define "helpdesk-bridge.clusterPort" -}}
{{- get (get (index . 0).Values.settings "Cluster") (index . 1) | default (index . 2) | int -}}
{{- end -}}
